package scalebook.cloning.policy;

/** The same client always meets the same clone, as long as the set of clones stays the same. */
final class AddressHash implements Policy {
  @Override
  public Backend pick(Backend[] candidates, String client) {
    return candidates[(int) Long.remainderUnsigned(hash(client), candidates.length)];
  }

  @Override
  public boolean keepsClients() {
    return true;
  }

  /** FNV-1a with a final mix: String.hashCode maps neighbouring addresses to neighbours. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
