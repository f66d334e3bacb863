package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedBoxTest {
  private final byte[] key = Ids.random(32);
  private final SealedBox box = new SealedBox(new KeyRing(Map.of(1, key, 2, key), 1));

  private static String changed(String text, int at, int to) {
    byte[] all = Base64.getUrlDecoder().decode(text);
    all[at] = (byte) to;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  @Test
  void whatWasSealedIsOpened() {
    for (int length : new int[] {0, 1, 1_000}) {
      byte[] plain = Ids.random(length);
      assertThat(box.open(box.seal(plain)).orElseThrow()).as("%d bytes", length).isEqualTo(plain);
    }
    assertThat(box.seal(new byte[9])).as("a nonce each time").isNotEqualTo(box.seal(new byte[9]));
  }

  @Test
  void versionAndKeyNumberAreUnderTheTag() {
    String sealed = box.seal(new byte[] {1, 2, 3});
    assertThat(changed(sealed, 1, 1)).as("nothing changed").isEqualTo(sealed);
    assertThat(box.open(changed(sealed, 1, 2)))
        .as("key 2 has the same bytes, and its number is not what was sealed")
        .isEmpty();
    assertThat(box.open(changed(sealed, 1, 3))).as("there is no key 3").isEmpty();
    assertThat(box.open(changed(sealed, 0, 2))).as("there is no version 2").isEmpty();
  }

  @Test
  void aForeignBoxOpensToNothing() {
    String sealed = box.seal(new byte[0]);
    for (String text : new String[] {"", "?", "A", sealed.substring(4), sealed + "=", "AQE"}) {
      assertThat(box.open(text)).as("'%s'", text).isEmpty();
    }
    assertThat(new SealedBox(KeyRing.fresh(1)).open(sealed)).as("another key 1").isEmpty();
  }

  @Test
  void aKeysNumberIsOneByte() {
    for (int number : new int[] {0, 255}) {
      SealedBox sealing = new SealedBox(KeyRing.fresh(number));
      assertThat(sealing.open(sealing.seal(new byte[3]))).as("key %d", number).isPresent();
    }
    assertThatThrownBy(() -> KeyRing.fresh(-1)).hasMessageContaining("one byte");
    assertThatThrownBy(() -> KeyRing.fresh(256)).hasMessageContaining("one byte");
  }

  @Test
  void whoSealsHasAKey() {
    KeyRing ring = KeyRing.fresh(1);
    assertThatThrownBy(() -> ring.sealWith(2)).hasMessageContaining("no key 2");
    assertThatThrownBy(() -> ring.forget(1)).as("the one that seals").isNotNull();
    KeyRing two = ring.learn(2);
    assertThat(two.key(1).orElseThrow()).as("the old key stays").isEqualTo(ring.keys().get(1));
    assertThat(two.key(2).orElseThrow())
        .as("a fresh key")
        .hasSize(32)
        .isNotEqualTo(ring.keys().get(1));
    assertThat(two.key(3)).isEqualTo(Optional.empty());
    assertThat(two.sealWith(2).forget(1)).hasToString("keys [2], sealing with 2");
  }

  @Test
  void anIdCannotBeGuessedAndWhatCannotBeOneIsNone() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = Ids.next();
      assertThat(Ids.plausible(id)).as(id).isTrue();
      assertThat(ids.add(id)).as("no id comes twice").isTrue();
    }
    String good = "azAZ09-_azAZ09-_azAZ09";
    assertThat(Ids.plausible(good)).isTrue();
    assertThat(Ids.plausible(good + "a")).as("23 characters").isFalse();
    assertThat(Ids.plausible(good.substring(1))).as("21 characters").isFalse();
    for (char wrong : new char[] {'*', ':', ' ', '\u00e9', '\u0080', '\n'}) {
      assertThat(Ids.plausible(good.substring(1) + wrong)).as("with '%s'", wrong).isFalse();
    }
  }

  @Test
  void withoutALookAtTheTagAnybodyMayChangeIt() {
    SealedBox blind = new SealedBox(new KeyRing(Map.of(1, key), 1), false);
    byte[] plain = Ids.random(100);
    String sealed = box.seal(plain);
    assertThat(blind.open(sealed).orElseThrow()).as("it reads the same").isEqualTo(plain);
    String forged = changed(sealed, 20, 7);
    assertThat(blind.open(forged)).as("a changed byte is not noticed").isPresent();
    assertThat(box.open(forged)).as("and with the tag it is").isEmpty();
  }
}
