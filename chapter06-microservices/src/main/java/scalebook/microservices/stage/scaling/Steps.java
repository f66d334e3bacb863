package scalebook.microservices.stage.scaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;

/** The same step at the same time on two queues; the second one gets twice the first one's time. */
public record Steps(ScaledQueue own, ScaledQueue every, ScaledQueue.Setup setup) {
  private static final int MOST_LOOKS = 600;
  private static final int HOLD_LOOKS = 60;

  /**
   * What became of them.
   *
   * @param millis from the step until in the first queue, which was late, no job waits; 0: never
   * @param bound so long the second queue was watched
   * @param everyLate its age was over the target then
   * @param lost jobs of the first queue that came and were never done
   */
  public record Seen(long millis, long bound, boolean everyLate, long lost) {
    /** The first one's time as a share of the second one's, at most. */
    public double ratio() {
      return millis == 0 || !everyLate ? 1 : (double) millis / bound;
    }
  }

  public Seen run() throws Exception {
    own.stepUp();
    every.stepUp();
    long millis = drained();
    for (int i = 0; i < HOLD_LOOKS || every.millis() < 2 * millis; i++) {
      look();
    }
    long bound = every.millis();
    boolean everyLate = every.isLate();
    own.stepDown();
    for (int i = 0; i < MOST_LOOKS && !own.isSmaller(); i++) {
      look();
    }
    return new Seen(millis, bound, everyLate, own.lost());
  }

  private long drained() throws Exception {
    boolean late = false;
    for (int i = 0; i < MOST_LOOKS && !(late && own.isEmpty()) && !own.isHopeless(); i++) {
      look();
      late |= own.isLate();
    }
    return late && own.isEmpty() ? own.millis() : 0;
  }

  private void look() throws Exception {
    TimeUnit.MILLISECONDS.sleep(setup.lookMillis()); // between two looks
    own.look();
    every.look();
  }

  public void tell(Story story, Seen seen) {
    Story.Table table =
        story.table("scaled", "workers", "reversals", "drained after", "left busy", "lost");
    String watched = "> %.1f s".formatted(seen.bound / 1e3);
    table.row("every service", every.most(), every.reversals(), watched, "–", "–");
    String after = seen.millis == 0 ? watched : "%.1f s".formatted(seen.millis / 1e3);
    table.row("what is slow", own.most(), own.reversals(), after, own.left(), seen.lost);
    Map<String, List<Entry.Point>> ages = new LinkedHashMap<>();
    ages.put("every service", every.ages());
    ages.put("what is slow", own.ages());
    story.chart("The oldest waiting job", "ms after the step", "age in ms", ages);
  }
}
