package scalebook.tour;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import scalebook.book.testing.HouseRules;

/** The tour finds chapters, and knows none. */
class HouseTest {
  @TestFactory
  Stream<DynamicTest> whoKnowsWhom() {
    return HouseRules.of(
        "scalebook.tour",
        "scalebook.tour..",
        "scalebook.book..",
        "scalebook.lab..",
        "scalebook.engines..");
  }
}
