package io.gantry.ctl;

import io.gantry.ctl.shell.Shell;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands, and gives the shell to those whose constructor asks for it. */
final class CommandFactory implements IFactory {
  private final IFactory others = CommandLine.defaultFactory();
  private final Shell shell;

  CommandFactory(Shell shell) {
    this.shell = shell;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Shell.class) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(shell));
      }
    }
    return others.create(type);
  }
}
