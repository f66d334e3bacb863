package scalebook.cloning.stage;

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
    playing = Playing.start(1);
  }

  @AfterAll
  static void close() {
    playing.close();
  }

  @TestFactory
  Stream<DynamicTest> theWellBehavedNoticeNoAttack() {
    return new Siege(playing, "/", "POST", "/work").tests(site -> site.type("status", "slot 4"));
  }
}
