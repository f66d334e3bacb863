package scalebook.cloning.scaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/**
 * A day of load on clones that take time to start, computed second by second: a real one lasts too
 * long, and costs money.
 *
 * @param capacity requests a second that one clone can answer
 * @param bootSeconds from the order of a clone until it serves
 * @param tickSeconds between two decisions
 * @param trough requests a second at night; {@code peak} at noon
 * @param spike times the load, for ten minutes of the afternoon
 */
public record Day(
    int capacity, int bootSeconds, int tickSeconds, double trough, double peak, double spike) {
  private static final int SECONDS = 86_400;
  private static final int SPIKE_AT = 15 * 3_600;
  private static final int SPIKE_SECONDS = 600;
  private static final double WAIT_SECONDS = 0.2;

  /** A day in real life: a clone boots for a minute, and somebody looks twice a minute. */
  public static Day usual() {
    return new Day(100, 60, 30, 200, 1_500, 2);
  }

  /**
   * What a day was like.
   *
   * @param cloneSeconds paid for, from the order of a clone on
   * @param least of an oracle that never has a clone too many
   * @param inTime share of the requests that waited for less than 0.2 s
   */
  public record Outcome(long cloneSeconds, long least, double inTime, Changes changes) {
    public double cost() {
      return (double) cloneSeconds / least;
    }
  }

  /** So many clones could answer the peak, spike aside. */
  public int clonesAtPeak() {
    return (int) Math.ceil(peak / capacity);
  }

  public double load(int second) {
    double noon = (1 - Math.cos(2 * Math.PI * second / SECONDS)) / 2;
    boolean spiked = second >= SPIKE_AT && second < SPIKE_AT + SPIKE_SECONDS;
    return (trough + (peak - trough) * noon) * (spiked ? spike : 1);
  }

  public Outcome run(Scaler scaler, long seed) {
    return new Hours(scaler, new Random(seed)).run();
  }

  /** The day's state. */
  private final class Hours {
    private final Scaler scaler;
    private final Random random;
    private final Deque<Integer> booting = new ArrayDeque<>(); // when each of them serves
    private int serving = (int) Math.ceil(trough / capacity);
    private final Changes changes = new Changes(serving);
    private double backlog;
    private double arrived;
    private double inTime;
    private long cloneSeconds;
    private long least;

    Hours(Scaler scaler, Random random) {
      this.scaler = scaler;
      this.random = random;
    }

    Outcome run() {
      double sinceTick = 0;
      for (int second = 0; second < SECONDS; second++) {
        while (!booting.isEmpty() && booting.peek() <= second) {
          booting.poll();
          serving++;
        }
        sinceTick += serve(second);
        if (second % tickSeconds == tickSeconds - 1) {
          decide(second, sinceTick / tickSeconds);
          sinceTick = 0;
        }
        cloneSeconds += serving + booting.size();
        least += (long) Math.ceil(load(second) / capacity);
      }
      return new Outcome(cloneSeconds, least, inTime / arrived, changes);
    }

    /** Requests come by chance, and wait for those before them; returns how many came. */
    private double serve(int second) {
      double mean = load(second);
      double count = Math.max(0, mean + Math.sqrt(mean) * random.nextGaussian());
      double able = (double) serving * capacity;
      inTime += backlog <= able * WAIT_SECONDS ? count : 0;
      arrived += count;
      backlog = Math.max(0, backlog + count - able);
      return count;
    }

    private void decide(int second, double perSecond) {
      long now = second * 1_000L;
      int clones = serving + booting.size();
      Reading reading = new Reading(now, serving, perSecond / serving);
      int wanted = scaler.decide(now, clones, Optional.of(reading));
      for (; clones < wanted; clones++) {
        booting.add(second + bootSeconds);
      }
      for (; clones > wanted; clones--) { // those that have not come yet leave first
        if (booting.pollLast() == null) {
          serving--;
        }
      }
      changes.add(wanted);
    }
  }
}
