package scalebook.replication.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import scalebook.lab.story.Story;
import scalebook.replication.versions.Choice;

/** The same cut for one choice after the other, a row of a table each. */
public final class Cuts {
  private final Story story;
  private final Stores stores;
  private final int keys;
  private final Story.Table table;
  private final Map<String, Double> answered = new LinkedHashMap<>();
  private Cut last;

  public Cuts(Story story, Stores stores, int keys) {
    this.story = story;
    this.stores = stores;
    this.keys = keys;
    this.table =
        story.table(
            "in the cut",
            "asked",
            "refused",
            "stale reads",
            "not linear.",
            "session stays",
            "moves",
            "differ later");
  }

  /**
   * @param key of the figures
   */
  public Cut.Seen row(String shown, String key, Choice choice) throws Exception {
    last = new Cut(stores, key, keys, choice);
    Cut.Seen seen = last.run();
    answered.put(shown, 100.0 * seen.answered() / seen.asked());
    table
        .row(
            shown,
            seen.asked(),
            seen.refused(),
            seen.stale(),
            seen.wrongKeys(),
            seen.stays() ? "yes" : "no",
            seen.moves() ? "yes" : "no",
            seen.differ())
        .figure("refused" + key, seen.refused())
        .figure("answered" + key, seen.answered())
        .figure("violations" + key, seen.wrongKeys())
        .figure("stale" + key, seen.stale());
    return seen;
  }

  public Cut last() {
    return last;
  }

  public void chart() {
    story.bars("requests answered in the cut", "", "%", answered);
  }
}
