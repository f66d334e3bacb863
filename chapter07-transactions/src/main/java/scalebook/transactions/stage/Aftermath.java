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

  /** Branches that nobody has ended after the recovery. */
  public static long inDoubt(List<Aftermath> all) {
    return all.stream().mapToLong(Aftermath::inDoubt).sum();
  }

  /** Only of what somebody looked at. */
  private long violations() {
    return finding.map(found -> found.violations().size()).orElse(0) + broken;
  }

  /** Tells a row for each, and returns how many violations there are in all. */
  public static long tell(Story story, List<Aftermath> all) {
    Story.Table table = story.table("where", "what", "recovered ms", "violations", "in doubt");
    for (Aftermath one : all) {
      table.row(
          one.place.replaceFirst("#.*", "").replace('-', ' '),
          one.kind.text,
          one.finding.isPresent() ? String.valueOf(one.millis) : "died, too",
          one.finding.isPresent() ? one.violations() : "unknown",
          one.finding.isPresent() ? one.inDoubt() : "unknown");
    }
    return all.stream().mapToLong(Aftermath::violations).sum();
  }

  public static boolean allHappened(List<Aftermath> all) {
    return all.stream().allMatch(Aftermath::happened);
  }
}
