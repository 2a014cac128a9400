/** The HTTP functions of the product, without its queues and timers. */
import '../../../../functions/http.ts';
