package scalebook.replication.raid;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * One disk is lost. How likely are data lost before its replacement is rebuilt? Disks live long,
 * and no longer for having lived: their lives are exponential.
 *
 * @param window how long the rebuild takes, as a share of a disk's mean life
 */
public record RebuildRisk(Level level, int disks, double window) {

  /** Over all sets of further disks: the chance of the set, where the level does not survive it. */
  public double predicted() {
    double dies = 1 - Math.exp(-window);
    double risk = 0;
    for (int set = 0; set < 1 << (disks - 1); set++) {
      Set<Integer> lost = new HashSet<>(Set.of(0));
      double chance = 1;
      for (int disk = 1; disk < disks; disk++) {
        boolean alsoLost = (set >> (disk - 1) & 1) == 1;
        chance *= alsoLost ? dies : 1 - dies;
        if (alsoLost) {
          lost.add(disk);
        }
      }
      risk += level.survives(disks, lost) ? 0 : chance;
    }
    return risk;
  }

  /**
   * The share of rebuilds that lost data: a life is drawn for each disk, and the code is asked.
   *
   * @param hurry how much faster the others die once one has: 1 when they are independent, more
   *     when all are of one batch
   */
  public double simulated(int rebuilds, double hurry, Random random) {
    Code code = new Code(level, disks, true);
    int lost = 0;
    for (int i = 0; i < rebuilds; i++) {
      byte[][] columns = new byte[disks][];
      for (int disk = 1; disk < disks; disk++) {
        double life = -Math.log(1 - random.nextDouble()) / hurry;
        columns[disk] = life < window ? null : new byte[1];
      }
      lost += code.solve(columns).isPresent() ? 0 : 1;
    }
    return (double) lost / rebuilds;
  }
}
