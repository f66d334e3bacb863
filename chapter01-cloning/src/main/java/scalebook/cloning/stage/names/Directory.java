package scalebook.cloning.stage.names;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import scalebook.cloning.dns.Authority;
import scalebook.cloning.dns.Choice;
import scalebook.cloning.dns.Entry.Type;
import scalebook.cloning.dns.Subnet;
import scalebook.cloning.dns.Zone;

/** The zone of a shop with two sites: one name for each policy. */
public final class Directory {
  public static final String EAST = "192.0.2.10";
  public static final String WEST = "198.51.100.10";
  public static final Subnet WESTERN = Subnet.of("10.2.0.0/16");
  public static final int LONG_TTL = 30;
  public static final int SHORT_TTL = 6;
  public static final int NO_TTL = 10;
  public static final int EAST_WEIGHT = 3;
  private static final int MANY = 80;

  private Directory() {}

  public static String name(String host) {
    return host + ".shop.test.";
  }

  public static Zone zone() {
    Zone zone =
        Zone.of("shop.test", "127.0.0.1", 300, NO_TTL)
            .with("www", Type.CNAME, 300, name("rotated"))
            .with("", Type.MX, 300, "10 " + name("mail"), "20 " + name("ns"))
            .with("mail", Type.A, 300, "192.0.2.25");
    for (String policy : new String[] {"rotated", "weighted", "fastest", "nearest", "standby"}) {
      zone = zone.with(policy, Type.A, LONG_TTL, EAST, WEST);
    }
    zone = zone.with("quick", Type.A, SHORT_TTL, EAST, WEST);
    for (int i = 1; i <= MANY; i++) {
      zone = zone.with("many", Type.A, 300, "203.0.113." + i);
    }
    return zone;
  }

  /**
   * Who may choose: of the sites that are well, by the policy of each name.
   *
   * @param policy what becomes of each policy: itself, or the order of the file
   * @param checked whether sick sites are left out
   */
  public static Authority authority(
      Zone zone, Sites sites, long seed, UnaryOperator<Choice> policy, boolean checked) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("rotated", Choice.rotation());
    choices.put("weighted", Choice.weighted(Map.of(EAST, EAST_WEIGHT), new Random(seed)));
    choices.put("fastest", Choice.fastest(sites::millis));
    choices.put("nearest", Choice.nearest(Map.of(WESTERN, WEST), Choice.AS_WRITTEN));
    choices.put("standby", Choice.AS_WRITTEN);
    choices.put("quick", Choice.AS_WRITTEN);
    Map<String, Choice> named = new LinkedHashMap<>();
    choices.forEach(
        (host, choice) -> {
          Choice chosen = policy.apply(choice);
          named.put(name(host), checked ? chosen.among(sites::healthy) : chosen);
        });
    return new Authority(zone, named);
  }
}
