package scalebook.replication.merging;

import java.util.List;

/** Each row belongs to one region, and only its owner changes it. */
public record Owners(List<String> regions) {
  public Owners {
    regions = List.copyOf(regions);
  }

  public String of(long id) {
    return regions.get((int) Math.floorMod(id, (long) regions.size()));
  }
}
