package scalebook.book;

import picocli.CommandLine.Command;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.lab.Lesson;

/** Everything that the first lesson would otherwise wait for. */
@Command(
    name = "warm",
    description = "unpack the servers, fetch the engines, before a workshop starts")
final class WarmCommand extends Subcommand {
  @Override
  public Integer call() {
    long start = System.nanoTime();
    try (Lab lab = Lab.open()) {
      lab.mysql("warm-db");
      lab.redis("warm-cache");
      boolean all = guests();
      System.out.printf(
          "warm: %s, in %d ms; %s%n",
          lab.versions(),
          (System.nanoTime() - start) / 1_000_000,
          all
              ? "lessons need no network from here on"
              : "all lessons but those that need an engine above");
      return all ? Lesson.HELD : Lesson.MISSING;
    }
  }

  /** One that cannot be fetched stops no other. */
  private static boolean guests() {
    boolean all = true;
    for (Guest guest : Guest.all()) {
      try {
        guest.path();
      } catch (Missing e) {
        System.err.println("✘ " + e.getMessage());
        all = false;
      }
    }
    return all;
  }
}
