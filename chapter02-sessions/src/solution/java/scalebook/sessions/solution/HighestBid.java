package scalebook.sessions.solution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Rendezvous hashing: no bid depends on who else bids. */
public final class HighestBid {
  public String pick(String address, List<String> alive) {
    String best = alive.get(0);
    long highest = Long.MIN_VALUE;
    for (String worker : alive) {
      long bid = bid(address, worker);
      if (bid > highest) {
        highest = bid;
        best = worker;
      }
    }
    return best;
  }

  private static long bid(String address, String worker) {
    try {
      byte[] both = (address + "\n" + worker).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(both)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
