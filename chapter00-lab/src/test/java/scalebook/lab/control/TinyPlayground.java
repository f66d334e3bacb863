package scalebook.lab.control;

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import scalebook.lab.Lab;
import scalebook.lab.Playground;

/** A playground without servers. */
public final class TinyPlayground extends Playground {
  private final CountDownLatch latch = new CountDownLatch(1);

  record Seen(String name, int count) {}

  @Override
  protected AutoCloseable open(Lab lab) {
    verb("echo word", "says it again", words -> words.get(0));
    verb("wait", "until another verb opens", words -> await());
    verb("open", "ends a wait", words -> open());
    verb(
        "tell 1000",
        "so many events",
        words -> {
          IntStream.range(0, Integer.parseInt(words.get(0)))
              .forEach(i -> happened("tiny", i + "x".repeat(2_000)));
          return "told";
        });
    return () -> {};
  }

  private String await() throws InterruptedException {
    latch.await();
    return "opened";
  }

  private String open() {
    latch.countDown();
    return "open";
  }

  @Override
  protected String ready() {
    return "ready";
  }

  @Override
  protected Record status() {
    return new Seen("tiny", 7);
  }

  public static void main(String[] args) {
    System.exit(execute(new TinyPlayground(), args));
  }
}
