using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Logical and bitwise combinations.</content>
    public partial class Tensor
    {
        /// <summary>True where both are not zero.</summary>
        public Tensor logical_and(Tensor other) => Aten.Call("logical_and", this, other);

        /// <summary>True where both are not zero. In place.</summary>
        public Tensor logical_and_(Tensor other) => Aten.InPlace("logical_and_", this, other);

        /// <summary>True where either is not zero.</summary>
        public Tensor logical_or(Tensor other) => Aten.Call("logical_or", this, other);

        /// <summary>True where either is not zero. In place.</summary>
        public Tensor logical_or_(Tensor other) => Aten.InPlace("logical_or_", this, other);

        /// <summary>True where exactly one is not zero.</summary>
        public Tensor logical_xor(Tensor other) => Aten.Call("logical_xor", this, other);

        /// <summary>True where exactly one is not zero. In place.</summary>
        public Tensor logical_xor_(Tensor other) => Aten.InPlace("logical_xor_", this, other);

        /// <summary>Bitwise, or logical, and.</summary>
        public Tensor bitwise_and(Tensor other) => Aten.Call("bitwise_and.Tensor", this, other);

        /// <summary>Bitwise, or logical, and. In place.</summary>
        public Tensor bitwise_and_(Tensor other) => Aten.InPlace("bitwise_and_.Tensor", this, other);

        /// <summary>Bitwise, or logical, or.</summary>
        public Tensor bitwise_or(Tensor other) => Aten.Call("bitwise_or.Tensor", this, other);

        /// <summary>Bitwise, or logical, or. In place.</summary>
        public Tensor bitwise_or_(Tensor other) => Aten.InPlace("bitwise_or_.Tensor", this, other);

        /// <summary>Bitwise, or logical, exclusive or.</summary>
        public Tensor bitwise_xor(Tensor other) => Aten.Call("bitwise_xor.Tensor", this, other);

        /// <summary>Bitwise, or logical, exclusive or. In place.</summary>
        public Tensor bitwise_xor_(Tensor other) => Aten.InPlace("bitwise_xor_.Tensor", this, other);

        /// <summary>Shifted left.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Aten.Call("bitwise_left_shift.Tensor", this, other);

        /// <summary>Shifted left. In place.</summary>
        public Tensor bitwise_left_shift_(Tensor other) => Aten.InPlace("bitwise_left_shift_.Tensor", this, other);

        /// <summary>Shifted right.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Aten.Call("bitwise_right_shift.Tensor", this, other);

        /// <summary>Shifted right. In place.</summary>
        public Tensor bitwise_right_shift_(Tensor other) => Aten.InPlace("bitwise_right_shift_.Tensor", this, other);
    }
}
