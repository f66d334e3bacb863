package scalebook.book;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scalebook.book.exercise.Checker;
import scalebook.lab.Lesson;

/** A little help with an exercise. */
@Command(
    name = "hint",
    description = "a hint for an exercise: a direction, then the API, then nearly the code")
final class HintCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "EXERCISE", description = "a number (1.2) or a name")
  private String wanted;

  @Option(
      names = "--more",
      arity = "0..1",
      fallbackValue = "2",
      description = "the second or third hint: --more 3")
  private int which = 1;

  @Override
  public Integer call() {
    Checker files = new Checker(Book.root());
    for (Book.Place place : Book.exercises(Optional.of(wanted))) {
      List<String> hints = place.exercise().hints();
      int shown = Math.max(1, Math.min(which, hints.size()));
      System.out.printf(
          "%s %s: %s%n",
          place.exercise().number(), place.exercise().name(), place.exercise().task());
      System.out.printf(
          "its text: %s%n", Book.root().relativize(files.text(place.chapter(), place.exercise())));
      System.out.printf("hint %d of %d: %s%n", shown, hints.size(), hints.get(shown - 1));
      if (shown < hints.size()) {
        System.out.printf("next: ./book hint %s --more %d%n", wanted, shown + 1);
      }
    }
    return Lesson.HELD;
  }
}
