package scalebook.book;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import scalebook.book.testing.HouseRules;
import scalebook.book.testing.Sizes;

/** The modules below the chapters keep the rules that chapters keep. */
class HouseTest {
  private static final String ENGINES = "scalebook.engines..";
  private static final String LAB = "scalebook.lab..";

  @TestFactory
  Stream<DynamicTest> whoKnowsWhom() {
    return Stream.of(
            HouseRules.of("scalebook.engines", ENGINES),
            HouseRules.of("scalebook.lab", LAB, ENGINES),
            HouseRules.of("scalebook.book", "scalebook.book..", LAB, ENGINES))
        .flatMap(rules -> rules);
  }

  @TestFactory
  Stream<DynamicTest> sizes() {
    return Stream.of("engines", "lab", "book", "house", "tour")
        .flatMap(module -> Sizes.of(Path.of("..", "chapter00-" + module)));
  }
}
