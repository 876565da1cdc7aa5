package io.gantry.bench.crash;

import io.gantry.bench.product.HostProcess;
import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills one thing at a time, and starts again what the script can start. Used by one thread; what
 * it has killed may be asked by any.
 */
final class Fire {
  private static final Duration LOOKING = Duration.ofMinutes(1);

  private final Installation installation;
  private final History history;
  private final Random random;
  private final List<Victim> tickets = new ArrayList<>();
  private final Map<Victim, Integer> kills = new ConcurrentHashMap<>();

  /**
   * @param victims what it kills, each as often as its weight says
   */
  Fire(Installation installation, History history, Random random, List<Victim> victims) {
    this.installation = installation;
    this.history = history;
    this.random = random;
    for (Victim victim : victims) {
      for (int i = 0; i < victim.weight(); i++) {
        tickets.add(victim);
      }
    }
  }

  /** How often each was killed so far. */
  Map<Victim, Integer> kills() {
    return Map.copyOf(kills);
  }

  /**
   * Kills something, and returns when everything answers again. Where nothing is found to kill for
   * a minute, there is one kill less.
   */
  void strike() throws IOException, InterruptedException {
    Victim victim = tickets.get(random.nextInt(tickets.size()));
    boolean hit = victim.isPart() ? killPart(victim) : killProgram(victim);
    if (hit) {
      kills.merge(victim, 1, Integer::sum);
    }
  }

  private boolean killPart(Victim victim) throws IOException, InterruptedException {
    boolean killed = installation.kill(victim.program());
    if (killed) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
    }
    installation.upAgain();
    return killed;
  }

  private boolean killProgram(Victim victim) throws IOException, InterruptedException {
    long end = System.nanoTime() + LOOKING.toNanos();
    while (System.nanoTime() - end < 0) {
      List<HostProcess> found = find(victim);
      if (!found.isEmpty()) {
        HostProcess chosen = found.get(random.nextInt(found.size()));
        chosen.container().ifPresent(history::injure);
        chosen.kill();
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(4);
    }
    return false;
  }

  private List<HostProcess> find(Victim victim) throws IOException {
    List<HostProcess> found = new ArrayList<>();
    for (HostProcess process : HostProcess.all()) {
      if (process.isProgram(victim.program())
          && process.container().isPresent()
          && (process.mentions(installation.home())
              || process.mentions(installation.runDirectory()))) {
        found.add(process);
      }
    }
    return found;
  }
}
