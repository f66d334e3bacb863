package scalebook.cloning.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

class RememberingTest {
  private final Backend one = new Backend("one", "127.0.0.1", 1);
  private final Backend two = new Backend("two", "127.0.0.1", 2);
  private final Backend[] both = {one, two};
  private final Policy policy = new Remembering(Policy.Kind.ROUND_ROBIN.create());

  @Test
  void aClientStaysWhereItCameFirst() {
    Backend first = policy.pick(both, "a");
    assertThat(policy.pick(both, "b")).isNotEqualTo(first);
    assertThat(policy.pick(both, "a")).isEqualTo(first);
    assertThat(policy.pick(both, "a")).isEqualTo(first);
  }

  @Test
  void aClientWhoseCloneIsGoneGetsAnother() {
    Backend first = policy.pick(both, "a");
    Backend other = first == one ? two : one;
    assertThat(policy.pick(new Backend[] {other}, "a")).isEqualTo(other);
    assertThat(policy.pick(both, "a")).as("and keeps it").isEqualTo(other);
  }
}
