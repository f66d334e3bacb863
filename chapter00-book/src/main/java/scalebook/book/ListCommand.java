package scalebook.book;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
@Command(name = "list", description = "the chapters, their lessons and exercises")
final class ListCommand extends Subcommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CHAPTER",
      description = "one by its number, all when left out; ./book 4 is the same as ./book list 4")
  private Integer number;

  @Override
  public Integer call() {
    for (Chapter chapter : number == null ? Chapter.all() : List.of(Book.chapter(number))) {
      System.out.printf(
          "%d %s (%s): %s%n", chapter.number(), chapter.title(), chapter.axis(), chapter.idea());
      for (Supplier<Lesson> one : chapter.lessons()) {
        Lesson lesson = one.get();
        System.out.printf(
            "  %s  %-18s %s%n", lesson.number(), lesson.command(), lesson.description());
      }
      for (Exercise exercise : chapter.exercises()) {
        System.out.printf("  exercise %s  %s%n", exercise.number(), exercise.name());
      }
      if (chapter.lessons().isEmpty()) {
        System.out.println("  not written yet");
      }
    }
    return Lesson.HELD;
  }
}
