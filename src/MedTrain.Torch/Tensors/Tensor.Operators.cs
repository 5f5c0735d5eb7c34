using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>C#'s arithmetic and bitwise operators.</content>
    public partial class Tensor
    {
        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add(right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add(left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add(left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add(left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add(left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub(right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Aten.Call("rsub.Scalar", right, (Scalar)left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(int left, Tensor right) => Aten.Call("rsub.Scalar", right, (Scalar)left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(long left, Tensor right) => Aten.Call("rsub.Scalar", right, (Scalar)left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(float left, Tensor right) => Aten.Call("rsub.Scalar", right, (Scalar)left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(double left, Tensor right) => Aten.Call("rsub.Scalar", right, (Scalar)left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul(right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul(left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul(left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul(left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul(left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div(right);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(int left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(long left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(float left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(double left, Tensor right) => right.reciprocal().mul(left);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder(right);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder(right);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder(right);

        /// <summary>The remainder with the divisor's sign.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder(right);

        /// <summary>Bitwise, or logical, and.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        /// <summary>Bitwise, or logical, or.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        /// <summary>Bitwise, or logical, exclusive or.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        /// <summary>Bitwise, or logical, not.</summary>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        /// <summary>The negative.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
