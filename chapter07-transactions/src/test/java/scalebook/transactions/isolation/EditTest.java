package scalebook.transactions.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scalebook.transactions.shop.Order;

class EditTest {
  private static final Order ORDER = new Order(17, 1, 2, 3, 300);

  @Test
  void aPaymentStandsAtTheEnd() {
    Edit pay = Edit.pay(ORDER, false);
    assertThat(pay.of("[9]")).isEqualTo("[9][17]");
    assertThat(pay.cents()).isEqualTo(-300);
    assertThat(pay.fits("")).isTrue();
    assertThat(Edit.pay(ORDER, true).of("[9]")).isEqualTo("[9][17?]");
  }

  @Test
  void aConfirmationTakesTheMarkAway() {
    assertThat(Edit.confirm(ORDER).of("[17?][117?]")).isEqualTo("[117?][17]");
    assertThat(Edit.confirm(ORDER).cents()).isZero();
    assertThat(Edit.confirm(ORDER).fits("")).isTrue();
  }

  @Test
  void aRefundTakesItsOwnPaymentOnly() {
    Edit refund = Edit.refund(ORDER, false, false);
    assertThat(refund.of("[117][17][7]")).isEqualTo("[117][7]");
    assertThat(refund.cents()).isEqualTo(300);
    assertThat(Edit.refund(ORDER, true, false).of("[17?]")).isEmpty();
  }

  @Test
  void onlyARereadingRefundMindsWhetherThePaymentIsThere() {
    assertThat(Edit.refund(ORDER, false, false).fits("[117]")).isTrue();
    assertThat(Edit.refund(ORDER, false, true).fits("[117]")).isFalse();
    assertThat(Edit.refund(ORDER, false, true).fits("[17]")).isTrue();
    assertThat(Edit.refund(ORDER, true, true).fits("[17]")).isFalse();
  }
}
