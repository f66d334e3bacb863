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
 * @param broken violations in the history of what buyers heard and databases showed, so far
 */
public record Aftermath(
    String place,
    Kind kind,
    boolean happened,
    long millis,
    Optional<Invariant.Finding> finding,
    int broken) {

  /** What breaks. */
  public enum Kind {
    HALT("shop"),
    /** And is started again. */
    KILL("database"),
    /** A database cannot be reached for a while. */
    CUT("link"),
    /** A link is cut, and then the shop dies. */
    CUT_HALT("link, shop");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private int inDoubt() {
    return finding.map(Invariant.Finding::inDoubt).orElse(0);
  }

  /** Only of what somebody looked at. */
  private int violations() {
    return finding.map(found -> found.violations().size()).orElse(0);
  }

  boolean unfinished() {
    return finding.filter(Invariant.Finding::unfinished).isPresent();
  }

  /** The worst of them all. */
  public record Toll(boolean allHappened, int violations, int inDoubt, int broken) {
    public static Toll of(List<Aftermath> all) {
      return new Toll(
          all.stream().allMatch(Aftermath::happened),
          all.stream().mapToInt(Aftermath::violations).max().orElse(0),
          all.stream().mapToInt(Aftermath::inDoubt).max().orElse(0),
          all.stream().mapToInt(Aftermath::broken).max().orElse(0));
    }

    public boolean none() {
      return allHappened && violations + inDoubt + broken == 0;
    }
  }

  /** Tells a row for each, and the worst as figures. */
  public static Toll tell(Story story, List<Aftermath> all) {
    Story.Table table =
        story.table("crash", "what fails", "recovery ms", "half orders", "in doubt", "violations");
    for (Aftermath one : all) {
      String place = one.place.replaceFirst("#.*", "").replace('-', ' ');
      if (one.finding.isPresent()) {
        table.row(place, one.kind.text, one.millis, one.violations(), one.inDoubt(), one.broken);
      } else {
        table.row(place, "shop twice", "–", "–", "–", "–"); // the next one died, too
      }
    }
    Toll toll = Toll.of(all);
    story.figure("crashPoints", all.size());
    story.figure("violations", toll.violations);
    story.figure("inDoubt", toll.inDoubt);
    return toll;
  }
}
