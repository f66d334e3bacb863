package scalebook.transactions.twophase;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.transaction.xa.Xid;

/**
 * The name of one branch: whose it is, which transaction, which database. A coordinator knows its
 * own branches by it, and leaves all others alone.
 */
public record TransactionId(String coordinator, String number, String resource) implements Xid {
  /** At most four bytes: MySQL keeps no more. */
  private static final int FORMAT = 0x5342_4b37;

  private static final char SEPARATOR = ':';

  public TransactionId {
    if (coordinator.indexOf(SEPARATOR) >= 0
        || coordinator.length() + 1 + number.length() > MAXGTRIDSIZE) {
      throw new IllegalArgumentException("a coordinator's name is short, and has no colon");
    }
  }

  /** Of a branch that a database lists, if it is one of this kind. */
  static Optional<TransactionId> of(Xid xid) {
    String global = new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8);
    int separator = global.indexOf(SEPARATOR);
    return xid.getFormatId() != FORMAT || separator < 0
        ? Optional.empty()
        : Optional.of(
            new TransactionId(
                global.substring(0, separator),
                global.substring(separator + 1),
                new String(xid.getBranchQualifier(), StandardCharsets.UTF_8)));
  }

  @Override
  public int getFormatId() {
    return FORMAT;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return (coordinator + SEPARATOR + number).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] getBranchQualifier() {
    return resource.getBytes(StandardCharsets.UTF_8);
  }
}
