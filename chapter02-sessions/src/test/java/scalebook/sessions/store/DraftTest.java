package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static Draft draft(Optional<String> user, Map<String, Long> counts) {
    return new Draft(user, counts) {
      @Override
      public Optional<String> save() {
        return ended();
      }
    };
  }

  @Test
  void whatIsAddedIsSeenAtOnceAndKeptForTheStore() {
    Draft draft = draft(Optional.of("ada"), Map.of("visits", 3L));
    draft.add("visits", 1);
    draft.add("visits", 1);
    assertThat(draft.counts()).as("what the request sees").containsEntry("visits", 5L);
    assertThat(draft.added()).as("what the store has to add").containsEntry("visits", 2L);
    assertThat(draft.wish()).isEqualTo(Draft.Wish.KEEP);
    draft.become(Optional.of("ada"), Map.of("cart.book", 1L));
    assertThat(draft.counts()).as("after it was saved").isEqualTo(Map.of("cart.book", 1L));
  }

  @Test
  void anotherUserDoesNotInheritTheCart() {
    Draft same = draft(Optional.of("ada"), Map.of("cart.book", 2L));
    same.login("ada");
    assertThat(same.counts()).as("ada's own cart").containsEntry("cart.book", 2L);
    Draft visitor = draft(Optional.empty(), Map.of("cart.book", 2L));
    visitor.login("ada");
    assertThat(visitor.counts()).as("what she collected before").containsEntry("cart.book", 2L);
    visitor.login("eve");
    assertThat(visitor.counts()).as("eve's cart").isEmpty();
    assertThat(visitor.user()).contains("eve");
    assertThat(visitor.wish()).isEqualTo(Draft.Wish.LOG_IN);
  }

  @Test
  void theLastWishCountsAndAfterALogOutNobodyIsLeft() throws Exception {
    Draft draft = draft(Optional.of("ada"), Map.of("cart.book", 2L));
    draft.logoutEverywhere();
    assertThat(draft.wish()).isEqualTo(Draft.Wish.LOG_OUT_EVERYWHERE);
    draft.logout();
    assertThat(draft.wish()).isEqualTo(Draft.Wish.LOG_OUT);
    assertThat(draft.save()).as("an empty cookie: the browser forgets its own").contains("");
    assertThat(draft.user()).isEmpty();
    assertThat(draft.counts()).isEmpty();
  }
}
