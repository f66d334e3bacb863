package scalebook.replication.stage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.story.Story;
import scalebook.replication.versions.Choice;

/** No cut, but the other two copies are far away: what does each choice wait for? */
public final class FarCopies {
  /** Of a read, of a write. */
  private record Millis(double read, double write) {}

  private static final int TIMES = 7;

  private FarCopies() {}

  /**
   * Whether a majority's read waits for a far copy, and one node's does not: whoever waits takes a
   * way there and back at least.
   */
  public static boolean tell(Story story, Stores stores, Duration oneWay) throws IOException {
    Story.Table table =
        story.table("no cut, far copies", "reads ask", "writes ask", "read ms", "write ms");
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("any node", Choice.AP);
    choices.put("majority", Choice.CP);
    choices.put("writes ask all", Choice.CP.reads(1).writes(3));
    choices.put("reads ask all", Choice.CP.reads(3).writes(1));
    List<Double> reads = new ArrayList<>();
    for (Map.Entry<String, Choice> one : choices.entrySet()) {
      Choice choice = one.getValue();
      Millis millis = measure(stores, oneWay, choice);
      table.row(one.getKey(), choice.reads(), choice.writes(), millis.read(), millis.write());
      reads.add(millis.read());
    }
    story.figure("majorityReadTimes", reads.get(1) / reads.get(0));
    double waits = 2.0 * oneWay.toMillis();
    return reads.get(1) >= waits && reads.get(0) < waits;
  }

  /**
   * Of a client beside n1, the fastest of several: what a busy machine adds is not the choice's.
   */
  private static Millis measure(Stores stores, Duration oneWay, Choice choice) throws IOException {
    stores.delay(oneWay);
    double[] reads = new double[TIMES];
    double[] writes = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      String key = "far-" + i;
      String value = String.valueOf(i);
      writes[i] = millis(() -> stores.front("n1").write(key, value, choice));
      reads[i] = millis(() -> stores.front("n1").read(key, choice));
    }
    stores.heal();
    Arrays.sort(reads);
    Arrays.sort(writes);
    return new Millis(reads[0], writes[0]);
  }

  private interface Asked {
    void run() throws IOException;
  }

  private static double millis(Asked asked) throws IOException {
    long start = System.nanoTime();
    asked.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
