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

  private FarCopies() {}

  /** How many times as long as one node's read a majority's takes. */
  public static double tell(Story story, Stores stores, Duration oneWay, int times)
      throws IOException {
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
      Millis millis = measure(stores, oneWay, choice, times);
      table.row(one.getKey(), choice.reads(), choice.writes(), millis.read(), millis.write());
      reads.add(millis.read());
    }
    return story.figure("majorityReadTimes", reads.get(1) / reads.get(0));
  }

  /**
   * Of a client beside n1, the fastest of several: what a busy machine adds is not the choice's.
   */
  private static Millis measure(Stores stores, Duration oneWay, Choice choice, int times)
      throws IOException {
    stores.delay(oneWay);
    double[] reads = new double[times];
    double[] writes = new double[times];
    for (int i = 0; i < times; i++) {
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
