package scalebook.caching.stage;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import scalebook.book.testing.Playing;
import scalebook.book.testing.Siege;

/** Takes a minute, so only {@code -Dscalebook.full=true} has it. */
@EnabledIfSystemProperty(named = "scalebook.full", matches = "true")
class SiegeTest {
  private static Playing playing;

  @BeforeAll
  static void start() throws Exception {
    playing = Playing.start(3);
  }

  @AfterAll
  static void close() {
    playing.close();
  }

  @TestFactory
  Stream<DynamicTest> theWellBehavedNoticeNoAttack() {
    return new Siege(playing, "/products/7", "PUT", "/products/7")
        .tests(site -> site.type("status", "hit"));
  }
}
