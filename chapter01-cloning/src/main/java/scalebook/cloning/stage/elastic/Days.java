package scalebook.cloning.stage.elastic;

import scalebook.cloning.scaling.Day;
import scalebook.cloning.scaling.Rule;
import scalebook.cloning.scaling.Scaler;
import scalebook.lab.story.Story;

/** What a day costs, and who waits, each way. */
public final class Days {
  private Days() {}

  /** A row each; returns the day of target tracking. */
  public static Day.Outcome compare(
      Story story, long seed, double limit, Rule tracking, Scaler.Settings settings) {
    Day day = Day.usual();
    int peak = day.clonesAtPeak();
    Story.Table table =
        story.table("a day", "clone-hours", "times least", "in time %", "changes", "most clones");
    row(table, "clones for the peak, always", day, (clones, reading) -> peak, settings, seed);
    row(table, "one threshold", day, Rule.threshold(limit), settings.coolDown(0), seed);
    return row(table, "target tracking", day, tracking, settings, seed);
  }

  private static Day.Outcome row(
      Story.Table table, String way, Day day, Rule rule, Scaler.Settings settings, long seed) {
    Day.Outcome seen = day.run(new Scaler(rule, settings), seed);
    table.row(
        way,
        seen.cloneSeconds() / 3_600.0,
        "%.2f".formatted(seen.cost()),
        100 * seen.inTime(),
        seen.changes().count(),
        seen.changes().most());
    return seen;
  }
}
