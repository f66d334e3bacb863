package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import scalebook.book.Proof;
import scalebook.engines.Dialect;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;

/** Runs of a lesson that is not as it was written. */
final class Runs {
  private Runs() {}

  /** Not held where its engine cannot be fetched; a machine that builds for others can do that. */
  static void fetchGuests(Lesson lesson) {
    Needs needs = lesson.getClass().getAnnotation(Needs.class);
    if (needs != null && needs.mariadb()) {
      try (Lab lab = Lab.open()) {
        assumeTrue(lab.dialect() == Dialect.MARIADB, "this MySQL is not a MariaDB");
      }
    }
    for (Guest guest : Guest.neededBy(lesson.getClass())) {
      try {
        guest.path();
      } catch (Missing e) {
        assumeTrue(System.getenv("CI") != null, e.getMessage());
      }
    }
  }

  /** Of each lesson, in any order, one mechanism is away. */
  static Stream<DynamicTest> without(Stream<Lesson> lessons) {
    long seed = Long.getLong("scalebook.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Lesson> order = new ArrayList<>(lessons.toList());
    Collections.shuffle(order, random);
    return order.stream()
        .limit(Integer.getInteger("scalebook.proofs", order.size()))
        .map(lesson -> without(lesson, random, seed));
  }

  private static DynamicTest without(Lesson lesson, Random random, long seed) {
    List<String> names = lesson.mechanisms().names();
    String name = names.get(random.nextInt(names.size()));
    return DynamicTest.dynamicTest(
        "%s --without %s, of seed %d".formatted(lesson.number(), name, seed),
        () -> {
          fetchGuests(lesson);
          Proof proof = Proof.of(lesson, name, "--quick");
          assertThat(proof.asPredicted())
              .as("exactly the predicted claims fall without %s: %s", name, proof)
              .isTrue();
        });
  }

  /** Our solutions stand where a reader's classes would. */
  static void holdsWithSolutions(Lesson lesson) throws IOException {
    fetchGuests(lesson);
    System.setProperty("scalebook.mine", "solution");
    try {
      Proof run = Proof.of(lesson, "", "--quick", "--mine");
      assertThat(run.asPredicted()).as("%s --mine: %s", lesson.number(), run).isTrue();
    } finally {
      System.clearProperty("scalebook.mine");
    }
  }
}
