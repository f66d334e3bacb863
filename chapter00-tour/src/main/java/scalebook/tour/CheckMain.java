package scalebook.tour;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import scalebook.book.exercise.Checker;
import scalebook.book.exercise.Verdict;
import scalebook.engines.json.Json;
import scalebook.engines.process.Lifeline;
import scalebook.lab.Chapter;
import scalebook.lab.Project;
import scalebook.lab.exercise.Exercise;

/** A process that checks exercises: a number on a line is the question, a verdict the answer. */
final class CheckMain {
  /** How an exercise stands; {@code message} is its first failure's. */
  record Shown(String state, int passed, int tests, String message) {
    static Shown of(Verdict verdict) {
      String message = verdict.failures().stream().findFirst().orElse("");
      return new Shown(verdict.state().name(), verdict.passed(), verdict.tests(), message);
    }
  }

  private CheckMain() {}

  public static void main(String[] args) throws InterruptedException {
    BlockingQueue<String> wanted = new LinkedBlockingQueue<>();
    Lifeline.attach(wanted::add);
    while (true) {
      String number = wanted.take();
      System.out.println("\n" + said(number) + Json.text(check(number)));
    }
  }

  private static String said(String number) {
    return "verdict %s ".formatted(number);
  }

  /** The JSON of a line that is this exercise's verdict: an exercise prints what it likes. */
  static Optional<String> verdict(String number, String line) {
    return Optional.of(line)
        .filter(one -> one.startsWith(said(number)))
        .map(one -> one.substring(said(number).length()));
  }

  private static Shown check(String number) {
    for (Chapter chapter : Chapter.all()) {
      for (Exercise exercise : chapter.exercises()) {
        if (exercise.number().equals(number)) {
          try {
            return Shown.of(new Checker(Project.root()).check(chapter, exercise));
          } catch (IOException | RuntimeException e) {
            return new Shown("RED", 0, 0, e.toString());
          }
        }
      }
    }
    return new Shown("RED", 0, 0, "there is no exercise " + number);
  }
}
