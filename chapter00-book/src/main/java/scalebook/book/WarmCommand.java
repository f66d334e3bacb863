package scalebook.book;

import picocli.CommandLine.Command;
import scalebook.lab.Lab;
import scalebook.lab.Lesson;

/** Everything that the first lesson would otherwise wait for. */
@Command(
    name = "warm",
    description = "unpack the servers and make their templates, before a workshop starts")
final class WarmCommand extends Subcommand {
  @Override
  public Integer call() {
    long start = System.nanoTime();
    try (Lab lab = Lab.open()) {
      lab.mysql("warm-db");
      lab.redis("warm-cache");
      System.out.printf(
          "warm: %s, in %d ms; lessons need no network from here on%n",
          lab.versions(), (System.nanoTime() - start) / 1_000_000);
    }
    return Lesson.HELD;
  }
}
