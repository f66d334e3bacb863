package scalebook.cloning.scaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Decides how many clones there should be.
 *
 * <p>Out at once, in late: it goes down to the most that was wanted within the cool-down. What it
 * does not know changes nothing. Of one thread.
 */
public final class Scaler {
  private final Rule rule;
  private final Settings settings;
  private final Deque<Wish> recent = new ArrayDeque<>();
  private int known;

  /** What a missing reading, or one that is too old, means. */
  public enum Blind {
    /** Nothing: all stays as it is. */
    KEEP,
    /** No load: what a dashboard draws, and what a sum over nothing gives. */
    NO_LOAD
  }

  /**
   * Its bounds.
   *
   * @param coolDownMillis a clone leaves when nobody wanted it for so long
   * @param staleMillis an older reading is none
   */
  public record Settings(
      int floor, int ceiling, long coolDownMillis, long staleMillis, Blind blind) {
    public Settings {
      if (floor < 1 || ceiling < floor) {
        throw new IllegalArgumentException("from %d to %d clones".formatted(floor, ceiling));
      }
    }

    public Settings coolDown(long millis) {
      return new Settings(floor, ceiling, millis, staleMillis, blind);
    }

    public Settings blind(Blind to) {
      return new Settings(floor, ceiling, coolDownMillis, staleMillis, to);
    }
  }

  private record Wish(long atMillis, int clones) {}

  public Scaler(Rule rule, Settings settings) {
    this.rule = rule;
    this.settings = settings;
  }

  public boolean isBlind(long nowMillis, Optional<Reading> reading) {
    return reading.filter(r -> nowMillis - r.atMillis() <= settings.staleMillis).isEmpty();
  }

  /** How many there should be, of the {@code clones} that there are, starting ones too. */
  public int decide(long nowMillis, int clones, Optional<Reading> latest) {
    recent.removeIf(wish -> nowMillis - wish.atMillis > settings.coolDownMillis);
    if (clones > known) { // whoever has just come stays for a while; to a new scaler, all have
      recent.add(new Wish(nowMillis, clones));
    }
    known = clones;
    boolean blind = isBlind(nowMillis, latest);
    if (blind && settings.blind == Blind.KEEP) {
      recent.add(new Wish(nowMillis, clones));
      return clones;
    }
    Reading reading = blind ? new Reading(nowMillis, clones, 0) : latest.orElseThrow();
    int wanted = within(rule.wanted(clones, reading));
    recent.add(new Wish(nowMillis, wanted));
    int most = recent.stream().mapToInt(Wish::clones).max().getAsInt();
    return wanted >= clones ? wanted : Math.min(clones, most);
  }

  private int within(int wanted) {
    return Math.max(settings.floor, Math.min(wanted, settings.ceiling));
  }
}
