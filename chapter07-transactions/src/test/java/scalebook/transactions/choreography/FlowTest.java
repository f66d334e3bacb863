package scalebook.transactions.choreography;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.shop.Part;

class FlowTest {
  private static final Set<String> ENDS = Set.of("confirmed", "cancelled");

  /** An event that nobody hears would leave its order half done. */
  @ParameterizedTest
  @EnumSource
  void everyEventIsHeardOrIsAnEnd(Flow flow) {
    Set<String> heard = flow.reactions().stream().map(Reaction::on).collect(Collectors.toSet());
    assertThat(heard).as("%s begins", flow).contains(Event.ORDERED);
    for (Reaction each : flow.reactions()) {
      assertThat(heard.contains(each.then()) || ENDS.contains(each.then()))
          .as("%s: somebody reacts to '%s'", flow, each.then())
          .isTrue();
      assertThat(!each.mayRefuse() || heard.contains(each.refused()))
          .as("%s: somebody reacts to '%s'", flow, each.refused())
          .isTrue();
    }
  }

  @Test
  void aServiceKnowsItsOwnLinesOnly() {
    assertThat(Flow.STANDARD.of(Part.SHIPMENT, "reserved"))
        .extracting(Reaction::step)
        .containsExactly("ship");
    assertThat(Flow.STANDARD.of(Part.INVENTORY, "reserved")).isEmpty();
    assertThat(Flow.STANDARD.of(Part.SHIPMENT, Event.ORDERED)).isEmpty();
  }

  @Test
  void oneMoreStepChangesLinesOfItsNeighboursToo() {
    assertThat(Flow.STANDARD.changes(Flow.STANDARD)).isZero();
    assertThat(Flow.STANDARD.changes(Flow.PACKED)).isEqualTo(5);
  }

  @Test
  void onlyAnotherAttemptHasAnotherNumber() {
    Event ordered = new Event(1, null);
    assertThat(ordered.next("reserved").number()).isEqualTo(1);
    assertThat(ordered.next("released").next(Event.ORDERED).number()).isEqualTo(2);
    assertThat(ordered.next("released").next(Event.ORDERED).hops()).isEqualTo(3);
  }
}
