package scalebook.partitioning.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterMapTest {
  private static final String LINES =
      """
      a1 127.0.0.1:20001@30001 myself,master - 0 0 1 connected 0-5460 5462 [5463->-b2]
      b2 127.0.0.1:20002@30002,host master,fail? - 0 1 2 connected 5461 5463-16383
      c3 127.0.0.1:20003@30003 slave a1 0 1 1 connected
      d4 127.0.0.1:20004@30004 handshake - 0 0 0 disconnected
      """;

  private final ClusterMap map = ClusterMap.of(LINES);

  @Test
  void everySlotHasTheOwnerThatItsLineNames() {
    assertThat(map.owner(0)).map(ClusterMap.Member::id).contains("a1");
    assertThat(map.owner(5_460)).map(ClusterMap.Member::id).contains("a1");
    assertThat(map.owner(5_461)).map(ClusterMap.Member::id).contains("b2");
    assertThat(map.owner(5_462)).map(ClusterMap.Member::id).contains("a1");
    assertThat(map.owner(5_463)).as("on its way").map(ClusterMap.Member::id).contains("b2");
    assertThat(map.owner(16_383)).map(ClusterMap.Member::id).contains("b2");
    assertThat(map.owner(ClusterMap.SLOTS)).isEmpty();
    assertThat(map.owners()).containsOnlyKeys("a1", "b2");
    assertThat(map.owners().get("a1").cardinality()).isEqualTo(5_462);
  }

  @Test
  void aStrangerIsNotKnown() {
    assertThat(map.known()).containsExactlyInAnyOrder("a1", "b2", "c3");
  }

  @Test
  void membersHaveAPortFlagsAndPerhapsAMaster() {
    assertThat(map.members()).extracting(ClusterMap.Member::port).contains(20_001, 20_002, 20_003);
    assertThat(map.member("a1").is("myself")).isTrue();
    assertThat(map.member("b2").is("fail")).as("suspected only").isFalse();
    assertThat(map.replicasOf("a1")).extracting(ClusterMap.Member::id).containsExactly("c3");
    assertThat(map.replicasOf("b2")).isEmpty();
  }

  @Test
  void twoNodesAgreeWhenTheyNameTheSameOwners() {
    String moved = LINES.replace("5462 [5463->-b2]", "5462-5463").replace("5463-", "5464-");
    assertThat(ClusterMap.of(LINES).owners()).isEqualTo(map.owners());
    assertThat(ClusterMap.of(moved).owners()).isNotEqualTo(map.owners());
    assertThat(ClusterMap.of("").owners()).isEqualTo(Map.of());
  }
}
