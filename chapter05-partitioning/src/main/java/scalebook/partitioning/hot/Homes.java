package scalebook.partitioning.hot;

import java.util.HashMap;
import java.util.Map;
import scalebook.partitioning.placement.Placement;

/** Which shard a tenant lives on. Never changed: a move makes another. */
@FunctionalInterface
public interface Homes {
  int shard(String tenant);

  /** By a range of names, or by their hash. */
  static Homes by(Placement placement) {
    return tenant -> placement.node(key(tenant));
  }

  /** A number for a name of small letters: names keep their order, twelve letters count. */
  static long key(String name) {
    long key = 0;
    for (int i = 0; i < 12; i++) {
      key = key * 32 + (i < name.length() ? name.charAt(i) - 'a' + 1 : 0);
    }
    return key;
  }

  /** A lookup table in front of a rule: it names tenants one by one, the rule has all others. */
  record Lookup(Map<String, Integer> named, Homes rule) implements Homes {
    public Lookup {
      named = Map.copyOf(named);
    }

    @Override
    public int shard(String tenant) {
      Integer home = named.get(tenant);
      return home == null ? rule.shard(tenant) : home;
    }

    public Lookup move(String tenant, int shard) {
      Map<String, Integer> more = new HashMap<>(named);
      more.put(tenant, shard);
      return new Lookup(more, rule);
    }
  }
}
