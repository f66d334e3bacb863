package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

class TransactionIdTest {
  private record Listed(int format, String global, String branch) implements Xid {
    @Override
    public int getFormatId() {
      return format;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return global.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return branch.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void aCoordinatorKnowsItsOwnBranchesAndNoOthers() {
    TransactionId id = new TransactionId("shop", "T1", "orders");
    Listed listed =
        new Listed(
            id.getFormatId(),
            new String(id.getGlobalTransactionId(), StandardCharsets.UTF_8),
            new String(id.getBranchQualifier(), StandardCharsets.UTF_8));
    assertThat(listed.global).isEqualTo("shop:T1");
    assertThat(TransactionId.of(listed)).as("as a database lists it").contains(id);
    assertThat(TransactionId.of(new Listed(1, "shop:T1", "orders"))).as("another's").isEmpty();
    assertThat(TransactionId.of(new Listed(listed.format, "shop T1", "orders"))).isEmpty();
    assertThat(TransactionId.of(new Listed(listed.format, ":T1", "orders")))
        .as("a coordinator without a name")
        .contains(new TransactionId("", "T1", "orders"));
  }

  @Test
  void aNameMustFit() {
    String most = "n".repeat(Xid.MAXGTRIDSIZE - 5);
    assertThat(new TransactionId("shop", most, "orders").getGlobalTransactionId())
        .hasSize(Xid.MAXGTRIDSIZE);
    for (String number : List.of(most + "n", "n".repeat(99))) {
      assertThatThrownBy(() -> new TransactionId("shop", number, "orders")).isNotNull();
    }
    assertThatThrownBy(() -> new TransactionId(":", "T1", "orders")).hasMessageContaining("colon");
    assertThatThrownBy(() -> new TransactionId("a:b", "T1", "o")).hasMessageContaining("colon");
  }
}
