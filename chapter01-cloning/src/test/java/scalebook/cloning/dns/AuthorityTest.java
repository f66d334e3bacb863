package scalebook.cloning.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import scalebook.cloning.dns.Authority.Code;
import scalebook.cloning.dns.Entry.Type;

class AuthorityTest {
  private static final String EAST = "192.0.2.10";
  private static final String WEST = "198.51.100.10";
  private static final Zone ZONE =
      Zone.of("Shop.test", "127.0.0.1", 300, 60)
          .with("www", Type.A, 30, EAST, WEST)
          .with("shop", Type.CNAME, 300, "www.shop.test.")
          .with("loop", Type.CNAME, 300, "loop.shop.test.")
          .with("gone", Type.CNAME, 300, "nobody.shop.test.")
          .with("", Type.MX, 300, "10 mail.shop.test.")
          .with("mail", Type.A, 300, "192.0.2.25")
          .with("a.b", Type.A, 300, "192.0.2.1");
  private static final Authority PLAIN = new Authority(ZONE, Map.of());

  private static Authority.Reply ask(String name, Type type) {
    return PLAIN.answer(name, Optional.of(type), Optional.empty());
  }

  private static List<String> data(List<Entry> entries) {
    return entries.stream().map(Entry::data).toList();
  }

  @Test
  void itAnswersNamesInAnyCaseWithOrWithoutTheDot() {
    assertThat(data(ask("WWW.shop.TEST", Type.A).answers())).containsExactly(EAST, WEST);
    assertThat(ask("www.shop.test.", Type.A).code()).isEqualTo(Code.OK);
  }

  @Test
  void anAliasIsFollowed() {
    List<Entry> answers = ask("shop.shop.test.", Type.A).answers();
    assertThat(data(answers)).containsExactly("www.shop.test.", EAST, WEST);
    assertThat(data(ask("shop.shop.test.", Type.CNAME).answers()))
        .containsExactly("www.shop.test.");
    assertThat(ask("loop.shop.test.", Type.A).answers()).as("it ends").hasSize(8);
    assertThat(data(ask("gone.shop.test.", Type.A).answers())).containsExactly("nobody.shop.test.");
  }

  @Test
  void theAddressesOfServersComeAlong() {
    assertThat(data(ask("shop.test.", Type.MX).more())).containsExactly("192.0.2.25");
    assertThat(data(ask("shop.test.", Type.NS).more())).containsExactly("127.0.0.1");
    assertThat(ask("www.shop.test.", Type.A).more()).isEmpty();
    assertThat(ask("shop.shop.test.", Type.CNAME).more()).as("an alias is no server").isEmpty();
  }

  @Test
  void aNoSaysForHowLongAndWhatKindOfNoItIs() {
    Authority.Reply nobody = ask("nobody.shop.test.", Type.A);
    assertThat(nobody.code()).isEqualTo(Code.NXDOMAIN);
    assertThat(nobody.authority()).containsExactly(ZONE.soa());
    assertThat(nobody.authority().get(0).ttl()).isEqualTo(60);
    assertThat(ask("www.shop.test.", Type.MX).code()).as("the name is there").isEqualTo(Code.OK);
    assertThat(ask("www.shop.test.", Type.MX).authority()).containsExactly(ZONE.soa());
    assertThat(ask("b.shop.test.", Type.A).code()).as("a name is below it").isEqualTo(Code.OK);
    assertThat(PLAIN.answer("www.shop.test.", Optional.empty(), Optional.empty()).answers())
        .isEmpty();
    assertThat(ask("www.shop.example.", Type.A).code()).isEqualTo(Code.REFUSED);
    assertThat(ask("workshop.test.", Type.A).code()).as("another zone").isEqualTo(Code.REFUSED);
  }

  private static String first(Choice choice, Optional<Subnet> client) {
    Authority authority = new Authority(ZONE, Map.of("www.shop.test", choice));
    return authority.answer("www.shop.test.", Optional.of(Type.A), client).answers().get(0).data();
  }

  private static String first(Choice choice) {
    return first(choice, Optional.empty());
  }

  @Test
  void rotationTakesTurnsAndKeepsAll() {
    Choice rotation = Choice.rotation();
    assertThat(List.of(first(rotation), first(rotation), first(rotation)))
        .containsExactly(EAST, WEST, EAST);
    rotation.order(List.of("a", "b", "c"), Optional.empty());
    assertThat(rotation.order(List.of("a", "b", "c"), Optional.empty()))
        .containsExactly("b", "c", "a");
  }

  @Test
  void weightsDecideAndOneWithoutWeighsOne() {
    Choice weighted = Choice.weighted(Map.of(EAST, 3), new Random(1));
    int east = 0;
    for (int i = 0; i < 4_000; i++) {
      east += first(weighted).equals(EAST) ? 1 : 0;
    }
    assertThat(east).isBetween(2_900, 3_100);
    assertThat(weighted.order(List.of(EAST, WEST), Optional.empty())).hasSize(1);
  }

  @Test
  void theFastestAndTheNearestGetTheirClients() {
    assertThat(first(Choice.fastest(a -> a.equals(WEST) ? 1 : 2))).isEqualTo(WEST);
    Choice nearest =
        Choice.nearest(
            Map.of(Subnet.of("10.2.0.0/16"), WEST, Subnet.of("10.3.0.0/16"), "192.0.2.99"),
            Choice.AS_WRITTEN);
    assertThat(first(nearest, Optional.of(Subnet.of("10.2.7.0/24")))).isEqualTo(WEST);
    assertThat(first(nearest, Optional.of(Subnet.of("10.1.7.0/24")))).isEqualTo(EAST);
    assertThat(first(nearest, Optional.of(Subnet.of("10.3.7.0/24"))))
        .as("a place whose site is not there")
        .isEqualTo(EAST);
    assertThat(first(nearest)).as("nobody told").isEqualTo(EAST);
  }

  @Test
  void sickAddressesAreLeftOutUnlessAllAreSick() {
    assertThat(first(Choice.AS_WRITTEN.among(WEST::equals))).isEqualTo(WEST);
    assertThat(first(Choice.AS_WRITTEN.among(address -> false))).isEqualTo(EAST);
  }

  @Test
  void aSubnetIsTheFrontOfAnAddress() {
    assertThat(Subnet.of("10.1.2.3/16")).hasToString("10.1.0.0/16");
    assertThat(Subnet.of("203.0.113.7")).hasToString("203.0.113.7/32");
    assertThat(Subnet.of("1.2.3.4/0")).hasToString("0.0.0.0/0");
    assertThat(Subnet.of("10.1.0.0/16").contains(Subnet.of("10.1.255.0/24"))).isTrue();
    assertThat(Subnet.of("10.1.0.0/16").contains(Subnet.of("10.1.0.0/16"))).isTrue();
    assertThat(Subnet.of("10.1.0.0/16").contains(Subnet.of("10.0.0.0/8"))).isFalse();
    assertThat(Subnet.of("10.1.0.0/16").contains(Subnet.of("10.2.0.0/16"))).isFalse();
    for (String wrong :
        new String[] {"10.1.2", "10.1.2.256", "10.1.2.-1", "1.2.3.4/33", "1.2.3.4/-1"}) {
      assertThatThrownBy(() -> Subnet.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Subnet.of("255.255.255.255/32").contains(Subnet.of("255.255.255.255"))).isTrue();
  }

  @Test
  void theFileHasALineForEachRecord() {
    assertThat(ZONE.file().lines())
        .hasSize(ZONE.entries().size())
        .contains("www.shop.test. 30 IN A 192.0.2.10", "shop.test. 300 IN MX 10 mail.shop.test.")
        .first()
        .isEqualTo("shop.test. 60 IN SOA ns.shop.test. admin.shop.test. 1 3600 600 86400 60");
    assertThat(ZONE.negativeTtl()).isEqualTo(60);
  }
}
