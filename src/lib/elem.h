/* SPDX-License-Identifier: MIT
 * elem: elementary functions that give the same bits on every machine, for synthetic events.
 *
 * They use + - * / and bits only, which IEEE 754 fixes to the last one (without fused operations: -ffp-contract=off);
 * a machine's libm may differ from another's in the last bit. They are good to about 1e-15 of the result, or of 1.
 */
#ifndef EVFARM_ELEM_H
#define EVFARM_ELEM_H

double elem_log(double x); /* x > 0, not subnormal */
double elem_exp(double x); /* |x| < 700 */
double elem_sinh(double x);
void elem_sincos(double x, double *sine, double *cosine); /* |x| < 1000 */
double elem_atan2(double y, double x); /* in [-pi,pi]; 0 for 0, 0 */

#endif
