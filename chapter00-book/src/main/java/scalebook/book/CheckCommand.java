package scalebook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scalebook.book.exercise.Checker;
import scalebook.book.exercise.Verdict;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.exercise.Exercise;

/** Where the reader stands with the exercises. */
@Command(
    name = "check",
    description = {
      "compile and test the exercises, from the easy to the hard ones",
      "(a line has what passes, its difficulty, and about how long it takes: an estimate)"
    })
final class CheckCommand extends Subcommand {
  private static final int POLL_MILLIS = 300;

  @Parameters(
      arity = "0..1",
      paramLabel = "EXERCISE",
      description = "a number (1.2), a name or a chapter; all when left out")
  private Optional<String> wanted = Optional.empty();

  @Option(
      names = "--watch",
      description = "stay, and check the first unfinished exercise again on every save")
  private boolean watch;

  private Checker checker;

  @Override
  public Integer call() throws Exception {
    checker = new Checker(Book.root());
    List<Book.Place> places =
        Book.exercises(wanted).stream()
            .sorted(Comparator.comparingInt(CheckCommand::step))
            .toList();
    if (watch) {
      return watch(places);
    }
    Map<Verdict.State, Integer> sums = new TreeMap<>();
    for (Book.Place place : places) {
      sums.merge(show(place), 1, Integer::sum);
    }
    System.out.printf(
        "%d not started, %d red, %d green%n",
        sums.getOrDefault(Verdict.State.NOT_STARTED, 0),
        sums.getOrDefault(Verdict.State.RED, 0),
        sums.getOrDefault(Verdict.State.GREEN, 0));
    return sums.containsKey(Verdict.State.RED) ? Lesson.FAILED : Lesson.HELD;
  }

  /** On the ladder: the easy ones first; those of one step in the order of the book. */
  private static int step(Book.Place place) {
    return place.exercise().effort().map(Exercise.Effort::difficulty).orElse(0);
  }

  private static String text(Exercise.Effort effort) {
    return "%d of 4, %d min".formatted(effort.difficulty(), effort.minutes());
  }

  private Verdict.State show(Book.Place place) throws IOException {
    Verdict verdict = checker.check(place.chapter(), place.exercise());
    Path file = checker.source(place.chapter(), place.exercise());
    System.out.printf(
        "%-15s  %s  %-26s %-15s %s%n",
        mark(verdict),
        place.exercise().number(),
        place.exercise().name(),
        place.exercise().effort().map(CheckCommand::text).orElse(""),
        Book.root().relativize(file));
    verdict.failures().stream()
        .limit(1)
        .forEach(f -> System.out.println(f.indent(6).stripTrailing()));
    if (verdict.state() == Verdict.State.GREEN) {
      inLessons(place.exercise())
          .forEach(
              lesson ->
                  System.out.printf(
                      "      in the real system: ./book %s --mine %s%n",
                      lesson.number(), place.exercise().name()));
    }
    return verdict.state();
  }

  private static Stream<Lesson> inLessons(Exercise exercise) {
    return Chapter.allLessons()
        .filter(
            lesson ->
                Stream.of(lesson.getClass().getAnnotationsByType(Mine.class))
                    .anyMatch(mine -> mine.value().equals(exercise.name())));
  }

  private static String mark(Verdict verdict) {
    String pass = "%d of %d pass".formatted(verdict.passed(), verdict.tests());
    return switch (verdict.state()) {
      case GREEN -> "✔ green";
      case RED -> "✘ " + pass;
      case NOT_STARTED -> verdict.passed() > 0 ? "· " + pass : "· not started";
    };
  }

  private Integer watch(List<Book.Place> places) throws IOException, InterruptedException {
    for (int i = 0; i < places.size(); i++) {
      Book.Place place = places.get(i);
      Path file = checker.source(place.chapter(), place.exercise());
      Iterator<String> hints = place.exercise().hints().iterator();
      System.out.printf("%d of %d; h and Enter for a hint%n", i + 1, places.size());
      while (true) {
        Optional<FileTime> checked = saved(file); // from before: a save during the check is news
        if (show(place) == Verdict.State.GREEN) {
          break;
        }
        while (saved(file).isEmpty() || saved(file).equals(checked)) {
          answerKeys(hints);
          Thread.sleep(POLL_MILLIS); // some editors replace the file, which a watch would lose
        }
      }
    }
    System.out.println("all green");
    return Lesson.HELD;
  }

  /** When; nothing while an editor is just replacing the file. */
  private static Optional<FileTime> saved(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (NoSuchFileException beingReplaced) {
      return Optional.empty();
    }
  }

  private static void answerKeys(Iterator<String> hints) throws IOException {
    while (System.in.available() > 0) {
      if (System.in.read() == 'h') {
        System.out.println(hints.hasNext() ? hints.next() : "no more hints");
      }
    }
  }
}
