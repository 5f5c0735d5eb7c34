using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Sums, products, quotients and powers, element by element with broadcasting.</content>
    public partial class Tensor
    {
        /// <summary>The sum, broadcast.</summary>
        public Tensor add(Tensor target) => Aten.Call("add.Tensor", this, target);

        /// <summary>This plus <paramref name="alpha"/> times the other, broadcast.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Aten.Call("add.Tensor", this, target, alpha);

        /// <summary>The number added to each element.</summary>
        public Tensor add(Scalar scalar) => Aten.Call("add.Scalar", this, scalar);

        /// <summary><paramref name="alpha"/> times the number added to each element.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Aten.Call("add.Scalar", this, scalar, alpha);

        /// <summary>Adds the other, broadcast. In place.</summary>
        public Tensor add_(Tensor target) => Aten.InPlace("add_.Tensor", this, target);

        /// <summary>Adds <paramref name="alpha"/> times the other, broadcast. In place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Aten.InPlace("add_.Tensor", this, target, alpha);

        /// <summary>Adds the number to each element. In place.</summary>
        public Tensor add_(Scalar scalar) => Aten.InPlace("add_.Scalar", this, scalar);

        /// <summary>Adds <paramref name="alpha"/> times the number to each element. In place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.InPlace("add_.Scalar", this, scalar, alpha);

        /// <summary>The difference, broadcast.</summary>
        public Tensor sub(Tensor target) => Aten.Call("sub.Tensor", this, target);

        /// <summary>The difference, broadcast.</summary>
        public Tensor sub(Scalar target) => Aten.Call("sub.Scalar", this, target);

        /// <summary>The difference, broadcast. In place.</summary>
        public Tensor sub_(Tensor target) => Aten.InPlace("sub_.Tensor", this, target);

        /// <summary>The difference, broadcast. In place.</summary>
        public Tensor sub_(Scalar target) => Aten.InPlace("sub_.Scalar", this, target);

        /// <summary>The product of elements, broadcast.</summary>
        public Tensor mul(Tensor target) => Aten.Call("mul.Tensor", this, target);

        /// <summary>The product of elements, broadcast.</summary>
        public Tensor mul(Scalar target) => Aten.Call("mul.Scalar", this, target);

        /// <summary>The product of elements, broadcast. In place.</summary>
        public Tensor mul_(Tensor target) => Aten.InPlace("mul_.Tensor", this, target);

        /// <summary>The product of elements, broadcast. In place.</summary>
        public Tensor mul_(Scalar target) => Aten.InPlace("mul_.Scalar", this, target);

        /// <summary>Another name of <see cref="sub(Tensor)"/>.</summary>
        public Tensor subtract(Tensor target) => sub(target);

        /// <summary>Another name of <see cref="sub(Scalar)"/>.</summary>
        public Tensor subtract(Scalar target) => sub(target);

        /// <summary>Another name of <see cref="mul(Tensor)"/>.</summary>
        public Tensor multiply(Tensor target) => mul(target);

        /// <summary>Another name of <see cref="mul(Scalar)"/>.</summary>
        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>Another name of <see cref="sub_(Tensor)"/>.</summary>
        public Tensor subtract_(Tensor target) => sub_(target);

        /// <summary>Another name of <see cref="sub_(Scalar)"/>.</summary>
        public Tensor subtract_(Scalar target) => sub_(target);

        /// <summary>The quotient, broadcast; rounded towards zero or down when asked.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.Call("div.Tensor_mode", this, target, Mode(rounding_mode));

        /// <summary>The quotient, broadcast; rounded towards zero or down when asked. In place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.InPlace("div_.Tensor_mode", this, target, Mode(rounding_mode));

        /// <summary>The quotient, broadcast; rounded towards zero or down when asked.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>The quotient, broadcast; rounded towards zero or down when asked. In place.</summary>
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>Each element divided by the number; rounded towards zero or down when asked.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.Call("div.Scalar_mode", this, target, Mode(rounding_mode));

        /// <summary>Each element divided by the number; rounded towards zero or down when asked. In place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.InPlace("div_.Scalar_mode", this, target, Mode(rounding_mode));

        /// <summary>Each element divided by the number; rounded towards zero or down when asked.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>Each element divided by the number; rounded towards zero or down when asked. In place.</summary>
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>The real quotient, broadcast.</summary>
        public Tensor true_divide(Tensor other) => div(other);

        /// <summary>The real quotient.</summary>
        public Tensor true_divide(Scalar other) => div(other);

        /// <summary>The real quotient, broadcast. In place.</summary>
        public Tensor true_divide_(Tensor other) => div_(other);

        /// <summary>The real quotient. In place.</summary>
        public Tensor true_divide_(Scalar other) => div_(other);

        /// <summary>The quotient rounded down, broadcast.</summary>
        public Tensor floor_divide(Tensor other) => div(other, RoundingMode.floor);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => div(other, RoundingMode.floor);

        /// <summary>The quotient rounded down, broadcast. In place.</summary>
        public Tensor floor_divide_(Tensor other) => div_(other, RoundingMode.floor);

        /// <summary>The quotient rounded down. In place.</summary>
        public Tensor floor_divide_(Scalar other) => div_(other, RoundingMode.floor);

        /// <summary>The remainder with the divisor's sign, broadcast.</summary>
        public Tensor remainder(Tensor target) => Aten.Call("remainder.Tensor", this, target);

        /// <summary>The remainder with the divisor's sign.</summary>
        public Tensor remainder(Scalar scalar) => Aten.Call("remainder.Scalar", this, scalar);

        /// <summary>The remainder with the divisor's sign, broadcast. In place.</summary>
        public Tensor remainder_(Tensor target) => Aten.InPlace("remainder_.Tensor", this, target);

        /// <summary>The remainder with the divisor's sign. In place.</summary>
        public Tensor remainder_(Scalar scalar) => Aten.InPlace("remainder_.Scalar", this, scalar);

        /// <summary>The remainder with the dividend's sign, broadcast.</summary>
        public Tensor fmod(Tensor target) => Aten.Call("fmod.Tensor", this, target);

        /// <summary>The remainder with the dividend's sign.</summary>
        public Tensor fmod(Scalar scalar) => Aten.Call("fmod.Scalar", this, scalar);

        /// <summary>The remainder with the dividend's sign, broadcast. In place.</summary>
        public Tensor fmod_(Tensor target) => Aten.InPlace("fmod_.Tensor", this, target);

        /// <summary>The remainder with the dividend's sign. In place.</summary>
        public Tensor fmod_(Scalar scalar) => Aten.InPlace("fmod_.Scalar", this, scalar);

        /// <summary>Each element to the power of the other, broadcast.</summary>
        public Tensor pow(Tensor exponent) => Aten.Call("pow.Tensor_Tensor", this, exponent);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Scalar exponent) => Aten.Call("pow.Tensor_Scalar", this, exponent);

        /// <summary>Each element to the power of the other, broadcast. In place.</summary>
        public Tensor pow_(Tensor exponent) => Aten.InPlace("pow_.Tensor", this, exponent);

        /// <summary>Each element to a power. In place.</summary>
        public Tensor pow_(Scalar exponent) => Aten.InPlace("pow_.Scalar", this, exponent);

        /// <summary>Each element squared.</summary>
        public Tensor square() => pow(2);

        /// <summary>Each element to the power of the other, in double precision.</summary>
        public Tensor float_power(Tensor target) => Aten.Call("float_power.Tensor_Tensor", this, target);

        /// <summary>This plus <paramref name="value"/> times the quotient of the two.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcdiv", this, tensor1, tensor2, value);

        /// <summary>This plus <paramref name="value"/> times the quotient of the two. In place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.InPlace("addcdiv_", this, tensor1, tensor2, value);

        /// <summary>This plus <paramref name="value"/> times the product of the two.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcmul", this, tensor1, tensor2, value);

        /// <summary>This plus <paramref name="value"/> times the product of the two. In place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.InPlace("addcmul_", this, tensor1, tensor2, value);

        /// <summary>This plus the quotient of the two.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        /// <summary>This plus the quotient of the two. In place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        /// <summary>The way from this to <paramref name="end"/> gone by the weight.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Aten.Call("lerp.Tensor", this, end, weight);

        /// <summary>The way from this to <paramref name="end"/> gone by the weight. In place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Aten.InPlace("lerp_.Tensor", this, end, weight);

        private static string? Mode(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
