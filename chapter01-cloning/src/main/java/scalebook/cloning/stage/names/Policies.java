package scalebook.cloning.stage.names;

import static scalebook.cloning.stage.names.Directory.EAST;
import static scalebook.cloning.stage.names.Directory.EAST_WEIGHT;
import static scalebook.cloning.stage.names.Directory.WEST;
import static scalebook.cloning.stage.names.Directory.WESTERN;
import static scalebook.cloning.stage.names.Directory.name;

import java.io.IOException;
import java.util.Optional;
import scalebook.cloning.dns.Subnet;
import scalebook.lab.story.Story;

/** How the first answers are shared out by each policy. */
public record Policies(boolean chanceFits, boolean pointed) {
  /** {@code told}: whether a client's subnet goes along with its questions. */
  public static Policies ask(Story story, int port, int times, boolean told) throws IOException {
    Asking nobody = new Asking(port);
    Asking western = new Asking(port, Optional.of(WESTERN).filter(subnet -> told));
    Asking eastern = new Asking(port, Optional.of(Subnet.of("10.1.0.0/16")).filter(s -> told));
    Story.Table table = story.table("first address", "east %", "west %", "should be east %");
    Shares rotated = Shares.of(nobody, name("rotated"), times);
    Shares weighted = Shares.of(nobody, name("weighted"), times);
    double share = EAST_WEIGHT / (EAST_WEIGHT + 1.0);
    row(table, "rotation", rotated, 50).figure("chiSquareRotation", rotated.chiSquare(EAST, 0.5));
    row(table, "weights 3 and 1", weighted, 100 * share)
        .figure("chiSquareWeights", weighted.chiSquare(EAST, share));
    Shares fastest = Shares.of(nobody, name("fastest"), times);
    Shares east = Shares.of(eastern, name("nearest"), times);
    Shares west = Shares.of(western, name("nearest"), times);
    row(table, "latency: west is faster", fastest, 0);
    row(table, "place: a client in the east", east, 100);
    row(table, "place: a client in the west", west, 0);
    return new Policies(
        rotated.fits(EAST, 0.5) && weighted.fits(EAST, share),
        fastest.percent(WEST) == 100 && east.percent(EAST) == 100 && west.percent(WEST) == 100);
  }

  private static Story.Row row(Story.Table table, String policy, Shares shares, double should) {
    return table.row(policy, shares.percent(EAST), shares.percent(WEST), should);
  }
}
