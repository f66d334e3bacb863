package scalebook.transactions.stage;

import java.util.List;
import java.util.Optional;
import scalebook.lab.story.Story;

/**
 * What broke where, and what was left.
 *
 * @param happened the place was reached, and the fault struck
 * @param millis from the restart, or from the first order after the mending, until nothing was half
 *     done
 * @param finding none when the next shop died before anybody could look
 * @param broken orders that are not as the shop had told its buyers
 */
public record Aftermath(
    String place,
    Kind kind,
    boolean happened,
    long millis,
    Optional<Invariant.Finding> finding,
    long broken) {

  /** What breaks. */
  public enum Kind {
    HALT("the shop dies"),
    /** And is started again. */
    KILL("database dies"),
    /** A database cannot be reached for a while. */
    CUT("link is cut");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private long inDoubt() {
    return finding.map(Invariant.Finding::inDoubt).orElse(0);
  }

  /** Only of what somebody looked at. */
  private long violations() {
    return finding.map(found -> found.violations().size()).orElse(0) + broken;
  }

  /** All of them together. */
  public record Toll(boolean allHappened, long violations, long inDoubt) {
    public boolean none() {
      return allHappened && violations + inDoubt == 0;
    }
  }

  /** Tells a row for each, and the sums as figures. */
  public static Toll tell(Story story, List<Aftermath> all) {
    Story.Table table = story.table("where", "what", "recovered ms", "violations", "in doubt");
    for (Aftermath one : all) {
      boolean known = one.finding.isPresent();
      table.row(
          one.place.replaceFirst("#.*", "").replace('-', ' '),
          one.kind.text,
          known ? String.valueOf(one.millis) : "died, too",
          known ? one.violations() : "unknown",
          known ? one.inDoubt() : "unknown");
    }
    Toll toll =
        new Toll(
            all.stream().allMatch(Aftermath::happened),
            all.stream().mapToLong(Aftermath::violations).sum(),
            all.stream().mapToLong(Aftermath::inDoubt).sum());
    story.figure("crashPoints", all.size());
    story.figure("violations", toll.violations);
    story.figure("inDoubt", toll.inDoubt);
    return toll;
  }
}
