package io.gantry.agent.observe;

/**
 * How the agent is. A control plane that is away does not make it unhealthy: its containers and
 * policies go on.
 *
 * @param watching whether the control plane is heard right now
 * @param assignments number of containers given to this node
 */
public record Health(String status, String node, boolean watching, int assignments) {
  public static Health up(String node, boolean watching, int assignments) {
    return new Health("UP", node, watching, assignments);
  }
}
