package scalebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.lab.story.Story;

/** What a process sees that is really stopped for a while. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "nothing can be paused there")
class StandstillTest {
  private static final long MOST_MILLIS = 500;
  private static final long PAUSE_MILLIS = 900;

  @TempDir Path folder;

  private final Said said = new Said();

  /** Measures until a line comes, and says how often it did. */
  public static final class Measuring {
    private Measuring() {}

    public static void main(String[] args) throws Exception {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      Lifeline.attach(heard::add);
      AtomicInteger times = new AtomicInteger();
      int result =
          Standstill.without(
              new Story(),
              MOST_MILLIS,
              () -> {
                System.out.println("measuring");
                heard.take();
                return times.incrementAndGet();
              });
      System.out.println("result " + result);
      Thread.currentThread().join();
    }
  }

  private Child measuring() {
    return Child.jvm(
        "measuring", folder.resolve("log"), List.of("-Xmx32m"), Measuring.class, List.of(), said);
  }

  @Test
  void whatAStandstillFellIntoIsMeasuredAgain() throws Exception {
    try (Child child = measuring()) {
      assertThat(said.next(child)).isEqualTo("measuring");
      child.pause();
      Thread.sleep(PAUSE_MILLIS); // the standstill
      child.resume();
      child.send("end");
      assertThat(said.next(child)).as("after a standstill").isEqualTo("measuring");
      child.send("end");
      String line = said.next(child);
      while (line.equals("measuring")) { // a real standstill of this machine
        child.send("end");
        line = said.next(child);
      }
      assertThat(line).startsWith("result ");
    }
  }

  @Test
  void afterFiveTriesTheLastOneCounts() throws Exception {
    AtomicInteger times = new AtomicInteger();
    assertThat(Standstill.without(new Story(), -1, times::incrementAndGet)).isEqualTo(5);
  }

  @Test
  void aMachineThatGoesOnIsMeasuredOnce() throws Exception {
    AtomicInteger times = new AtomicInteger();
    assertThat(Standstill.without(new Story(), 60_000, times::incrementAndGet)).isEqualTo(1);
  }
}
