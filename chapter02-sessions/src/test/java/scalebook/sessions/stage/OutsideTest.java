package scalebook.sessions.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;
import scalebook.engines.http.HttpCaller;

/** The playground as somebody sees it who does not mean well. */
@Timeout(60)
class OutsideTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static Playing playing;

  @BeforeAll
  static void start() throws Exception {
    playing = Playing.start(2, "--strategy", "memory", "--workers", "2");
  }

  @AfterAll
  static void close() {
    playing.close();
  }

  /** Of one long value, and of a million short ones. */
  @Test
  void aFormOfEightMegabytesIsRefusedAndKillsNoWorker() throws Exception {
    String before = playing.type("status", "slot 1") + playing.awaitLine("slot 2");
    for (String form : new String[] {"user=" + "x".repeat(8_000_000), "a=b&".repeat(2_000_000)}) {
      for (int i = 0; i < 4; i++) { // each worker has its turn
        try (HttpCaller caller = new HttpCaller(playing.port(), PATIENCE_MILLIS)) {
          assertThat(caller.post("/login", form).status()).as("answer to 8 MB").isEqualTo(413);
        }
      }
    }
    try (HttpCaller caller = new HttpCaller(playing.port(), PATIENCE_MILLIS)) {
      assertThat(caller.post("/login", "user=ada").status())
          .as("whoever comes next")
          .isEqualTo(200);
    }
    String after = playing.type("status", "slot 1") + playing.awaitLine("slot 2");
    assertThat(after).as("the same workers as before").isEqualTo(before);
  }
}
