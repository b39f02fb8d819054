;; Products of vectors, four numbers at a time: MaxSim of packed tokens (Khattab & Zaharia 2020, ColBERT), and a matrix
;; times vectors. See simd.ts.
(module
  (memory (export "memory") 16)

  ;; Raises best[q] (f32) to the highest cosine, times $discount, of the query's token q with any token of the text.
  ;; $query: count x components f32, unit vectors. $text: tokens x size bytes. $table: what each byte stands for, $step
  ;; bytes of f32, 8 or 16. $squares: the sum of the squares of each byte's values, f32. $unpacked: components f32.
  (func (export "raise")
    (param $query i32) (param $count i32) (param $components i32)
    (param $text i32) (param $tokens i32) (param $size i32)
    (param $table i32) (param $step i32) (param $squares i32) (param $unpacked i32)
    (param $discount f32) (param $best i32)
    (local $end i32) (local $stop i32) (local $byte i32) (local $to i32) (local $sum f32) (local $scale f32)
    (local $q i32) (local $a i32) (local $u i32) (local $row i32) (local $b i32) (local $x v128) (local $y v128)
    (local.set $row (i32.shl (local.get $components) (i32.const 2)))
    (local.set $end (i32.add (local.get $text) (i32.mul (local.get $tokens) (local.get $size))))
    (block $done
      (loop $token
        (br_if $done (i32.ge_u (local.get $text) (local.get $end)))
        ;; Unpack a token.
        (local.set $sum (f32.const 0))
        (local.set $to (local.get $unpacked))
        (local.set $stop (i32.add (local.get $text) (local.get $size)))
        (loop $unpack
          (local.set $byte (i32.load8_u (local.get $text)))
          ;; With 8 bytes the second half is overwritten by the next; one v128 past the end is spare room.
          (v128.store (local.get $to)
            (v128.load (i32.add (local.get $table) (i32.mul (local.get $byte) (local.get $step)))))
          (local.set $to (i32.add (local.get $to) (local.get $step)))
          (local.set $sum (f32.add (local.get $sum)
            (f32.load (i32.add (local.get $squares) (i32.shl (local.get $byte) (i32.const 2))))))
          (local.set $text (i32.add (local.get $text) (i32.const 1)))
          (br_if $unpack (i32.lt_u (local.get $text) (local.get $stop))))
        (local.set $scale (f32.div (local.get $discount) (f32.sqrt (local.get $sum))))
        ;; Meet each token of the query.
        (local.set $q (i32.const 0))
        (local.set $a (local.get $query))
        (local.set $b (local.get $best))
        (loop $meet
          (local.set $x (v128.const f32x4 0 0 0 0))
          (local.set $y (v128.const f32x4 0 0 0 0))
          (local.set $u (local.get $unpacked))
          (local.set $stop (i32.add (local.get $a) (local.get $row)))
          (loop $product
            (local.set $x (f32x4.add (local.get $x)
              (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $u)))))
            (local.set $y (f32x4.add (local.get $y)
              (f32x4.mul (v128.load offset=16 (local.get $a)) (v128.load offset=16 (local.get $u)))))
            (local.set $a (i32.add (local.get $a) (i32.const 32)))
            (local.set $u (i32.add (local.get $u) (i32.const 32)))
            (br_if $product (i32.lt_u (local.get $a) (local.get $stop))))
          (local.set $x (f32x4.add (local.get $x) (local.get $y)))
          (local.set $sum (f32.mul (local.get $scale)
            (f32.add
              (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
              (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x))))))
          (if (f32.gt (local.get $sum) (f32.load (local.get $b)))
            (then (f32.store (local.get $b) (local.get $sum))))
          (local.set $b (i32.add (local.get $b) (i32.const 4)))
          (local.set $q (i32.add (local.get $q) (i32.const 1)))
          (br_if $meet (i32.lt_u (local.get $q) (local.get $count))))
        (br $token))))

  ;; The products of each of $count vectors of $columns numbers (a multiple of 8) with each row of a matrix, in order.
  (func (export "multiply")
    (param $matrix i32) (param $rows i32) (param $columns i32)
    (param $vector i32) (param $count i32) (param $to i32)
    (local $size i32) (local $end i32) (local $a i32) (local $v i32) (local $stop i32) (local $row i32)
    (local $x v128) (local $y v128)
    (local.set $size (i32.shl (local.get $columns) (i32.const 2)))
    (local.set $end (i32.add (local.get $vector) (i32.mul (local.get $count) (local.get $size))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $vector) (local.get $end)))
        (local.set $a (local.get $matrix))
        (local.set $row (i32.const 0))
        (loop $rows
          (local.set $x (v128.const f32x4 0 0 0 0))
          (local.set $y (v128.const f32x4 0 0 0 0))
          (local.set $v (local.get $vector))
          (local.set $stop (i32.add (local.get $v) (local.get $size)))
          (loop $product
            (local.set $x (f32x4.add (local.get $x)
              (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $v)))))
            (local.set $y (f32x4.add (local.get $y)
              (f32x4.mul (v128.load offset=16 (local.get $a)) (v128.load offset=16 (local.get $v)))))
            (local.set $a (i32.add (local.get $a) (i32.const 32)))
            (local.set $v (i32.add (local.get $v) (i32.const 32)))
            (br_if $product (i32.lt_u (local.get $v) (local.get $stop))))
          (local.set $x (f32x4.add (local.get $x) (local.get $y)))
          (f32.store (local.get $to)
            (f32.add
              (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
              (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))
          (local.set $row (i32.add (local.get $row) (i32.const 1)))
          (br_if $rows (i32.lt_u (local.get $row) (local.get $rows))))
        (local.set $vector (local.get $stop))
        (br $next)))))
