namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sum, broadcast.</summary>
    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    /// <summary>The sum, broadcast. In place.</summary>
    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

    /// <summary>The sum, broadcast.</summary>
    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    /// <summary>The sum, broadcast. In place.</summary>
    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

    /// <summary>The difference, broadcast.</summary>
    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    /// <summary>The difference, broadcast. In place.</summary>
    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

    /// <summary>The difference, broadcast.</summary>
    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    /// <summary>The difference, broadcast. In place.</summary>
    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

    /// <summary>The product of elements, broadcast.</summary>
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    /// <summary>The product of elements, broadcast. In place.</summary>
    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    /// <summary>The product of elements, broadcast.</summary>
    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    /// <summary>The product of elements, broadcast. In place.</summary>
    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    /// <summary>Left plus <paramref name="alpha"/> times right, broadcast.</summary>
    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    /// <summary>Left plus <paramref name="alpha"/> times right, broadcast. In place.</summary>
    public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

    /// <summary>The quotient, broadcast; rounded towards zero or down when asked.</summary>
    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    /// <summary>The quotient, broadcast; rounded towards zero or down when asked. In place.</summary>
    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    /// <summary>Each element to a power.</summary>
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    /// <summary>Each element to a power. In place.</summary>
    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    /// <summary>The remainder with the divisor's sign.</summary>
    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    /// <summary>The remainder with the dividend's sign.</summary>
    public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);

    /// <summary>The quotient, broadcast; rounded towards zero or down when asked.</summary>
    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    /// <summary>The quotient, broadcast; rounded towards zero or down when asked. In place.</summary>
    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    /// <summary>Each element to a power.</summary>
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    /// <summary>Each element to a power. In place.</summary>
    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    /// <summary>The remainder with the divisor's sign.</summary>
    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    /// <summary>The remainder with the dividend's sign.</summary>
    public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);

    /// <summary>The quotient rounded down, broadcast.</summary>
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

    /// <summary>Input plus <paramref name="value"/> times the quotient of the two.</summary>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);

    /// <summary>Input plus <paramref name="value"/> times the quotient of the two. In place.</summary>
    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv_(tensor1, tensor2, value);

    /// <summary>Input plus <paramref name="value"/> times the product of the two.</summary>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);

    /// <summary>Input plus <paramref name="value"/> times the product of the two. In place.</summary>
    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul_(tensor1, tensor2, value);

    /// <summary>The way from input to <paramref name="end"/> gone by the weight.</summary>
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    /// <summary>Rounded to a number of decimals, halves to even.</summary>
    public static Tensor round(Tensor input, long decimals = 0L) => input.round(decimals);

    /// <summary>Limited to a range; a missing end is open.</summary>
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <summary>Limited to a range. In place.</summary>
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);

    /// <summary>Limited to a range given element by element.</summary>
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    /// <summary>Limited from above.</summary>
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

    /// <summary>Limited from below.</summary>
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

    /// <summary>Not-a-number and the infinities replaced.</summary>
    public static Tensor nan_to_num(Tensor input, double nan = 0d, double? posinf = null, double? neginf = null) =>
        input.nan_to_num(nan, posinf, neginf);

    /// <summary>log(x / (1 - x)).</summary>
    public static Tensor logit(Tensor input, double? eps = null) => input.logit(eps);
}
