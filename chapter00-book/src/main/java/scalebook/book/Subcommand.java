package scalebook.book;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * What every command has: {@code --help}. Another module's command is found by {@link
 * java.util.ServiceLoader}.
 */
public abstract class Subcommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;
}
