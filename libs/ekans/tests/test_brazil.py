"""CPF, CNPJ, CEP and telephone numbers."""

import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ekans.notations import (
    BrazilianPhone,
    Cep,
    Cnpj,
    Cpf,
    check_cep,
    check_cnpj,
    check_cpf,
    check_phone,
    format_cnpj,
    format_cpf,
    mask_cep,
    mask_cnpj,
    mask_cpf,
    mask_email,
    mask_phone,
)

NOTATIONS: dict[str, tuple[Any, Callable[[str], str], Callable[[str], str]]] = {
    "cpf": (Cpf, check_cpf, mask_cpf),
    "cnpj": (Cnpj, check_cnpj, mask_cnpj),
    "cep": (Cep, check_cep, mask_cep),
    "phone": (BrazilianPhone, check_phone, mask_phone),
}
GOOD = {
    "cpf": ["52998224725", "529.982.247-25", "111.444.777-35", "529982247-25", "000.000.001-91"],
    "cnpj": ["11222333000181", "11.222.333/0001-81", "00.000.000/0001-91", "12.ABC.345/01DE-35",
             "12abc34501de35"],
    "cep": ["01310100", "01310-100", "99999-999"],
    "phone": ["+5511987654321", "(11) 98765-4321", "11 98765-4321", "5511987654321",
              "011 98765-4321", "+55 (11) 3456-7890", "1134567890", "55 91234-5678", "(55) 3222-1234",
              "+55 55 3222 1234", "11.98765.4321"],
}  # fmt: skip
BAD = {
    "cpf": ["", "5299822472", "529982247256", "52998224724", "52998224735", "00000000000",
            "11111111111", "529.98.2247-25", "529-982-247.25", " 52998224725", "52998224725\n",
            "٥٢٩٩٨٢٢٤٧٢٥", "529 982 247 25", "5299822472O"],
    "cnpj": ["", "11222333000180", "00000000000000", "AAAAAAAAAAAAAA", "12ABC34501DE3A",
             "12.ABC.345/01DE-36", "12ABC34501DE53", "1122233300018", "12.ABC.345-01DE/35",
             "11222333000181\n", "\u01312ABC34501DE35"],
    "cep": ["", "0131010", "013101000", "01310 100", "00999-999", "01310-10a", "01310-100\n"],
    "phone": ["", "11", "987654321", "+1 212 555 0100", "+351912345678", "0800 123 4567", "190",
              "(20) 98765-4321", "(11) 88765-4321", "(11) 6876-4321", "(11) 998765-4321",
              "0 15 11 98765-4321", "+5511987654321;ext=7", "11987654321\n", "١١٩٨٧٦٥٤٣٢١",
              "+55 11 98765-432", "--------", "+++5511987654321"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, one) for name in GOOD for one in GOOD[name]])
def test_what_is_written_in_a_usual_way_is_brought_into_one_form(name: str, text: str) -> None:
    notation, check, _ = NOTATIONS[name]
    normal = check(text)
    assert TypeAdapter(notation).validate_python(text) == normal
    assert check(normal) == normal
    assert not set(normal) & set(" ./-()")


@pytest.mark.parametrize(("name", "text"), [(name, one) for name in BAD for one in BAD[name]])
def test_what_is_none_is_refused_and_not_repeated(name: str, text: str) -> None:
    notation, _, mask = NOTATIONS[name]
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(notation).validate_python(text)
    (error,) = caught.value.errors()
    assert error["type"] == name
    if len(text) > 3:
        assert text.strip() not in error["msg"]
    assert mask(text) == "***"


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("value", [None, 52998224725, 1.5, True, ["52998224725"], b"\xff"])
def test_only_text_is_taken(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(NOTATIONS[name][0]).validate_python(value)


@pytest.mark.parametrize("name", NOTATIONS)
@given(text=st.text(max_size=40) | st.text("0123456789.-/+() ", max_size=24))
def test_any_text_has_an_answer_and_what_is_taken_stays(name: str, text: str) -> None:
    _, check, mask = NOTATIONS[name]
    try:
        normal = check(text)
    except ValueError:
        assert mask(text) == "***"
    else:
        assert check(normal) == normal
        assert mask(normal) == mask(text)


@given(st.text(string.digits, min_size=9, max_size=9))
def test_of_all_check_digits_of_a_cpf_one_pair_is_right(base: str) -> None:
    assume(len(set(base)) > 1)
    right = [pair for n in range(100) if taken(check_cpf, base + (pair := f"{n:02d}"))]
    assert len(right) == 1


@given(st.text(string.digits + string.ascii_uppercase, min_size=12, max_size=12))
def test_of_all_check_digits_of_a_cnpj_one_pair_is_right(base: str) -> None:
    assume(len(set(base)) > 1)
    right = [pair for n in range(100) if taken(check_cnpj, base + (pair := f"{n:02d}"))]
    assert len(right) == 1
    assert check_cnpj(format_cnpj(base + right[0])) == base + right[0]


def taken(check: Callable[[str], str], text: str) -> bool:
    try:
        check(text)
    except ValueError:
        return False
    return True


@given(
    st.sampled_from(["11", "21", "55", "68", "99"]), st.text(string.digits, min_size=8, max_size=8)
)
def test_a_mobile_number_is_one_however_it_is_written(area: str, rest: str) -> None:
    expected = f"+55{area}9{rest}"
    for form in (
        f"+55 ({area}) 9{rest[:4]}-{rest[4:]}",
        f"{area}9{rest}",
        f"0{area} 9{rest}",
        f"55{area}9{rest}",
    ):
        assert check_phone(form) == expected


def test_there_are_sixty_seven_areas() -> None:
    areas = [area for area in range(100) if taken(check_phone, f"+55{area:02d}987654321")]
    assert len(areas) == 67
    assert {11, 21, 55, 68, 99} <= set(areas)
    assert not {10, 20, 23, 25, 26, 29, 30, 36, 39, 52, 56, 70, 72, 76, 78} & set(areas)


def test_a_mask_shows_little() -> None:
    assert mask_cpf("52998224725") == "***.***.***-25"
    assert mask_cnpj("12abc34501de35") == "**.***.***/01DE-35"
    assert mask_cep("01310-100") == "01***-***"
    assert mask_phone("(11) 98765-4321") == "+5511*******21"
    assert mask_phone("(11) 3456-7890") == "+5511******90"
    assert mask_email("ana.maria@example.com") == "a***@example.com"
    assert mask_email("no address at all") == "***"


def test_a_number_can_be_written_as_people_do() -> None:
    assert format_cpf("52998224725") == "529.982.247-25"
    assert format_cnpj("12ABC34501DE35") == "12.ABC.345/01DE-35"


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_schema_takes_what_the_notation_takes(name: str) -> None:
    import re

    schema = TypeAdapter(NOTATIONS[name][0]).json_schema()
    assert schema["type"] == "string"
    for text in (*GOOD[name], *schema["examples"]):
        assert re.search(schema["pattern"], text), text
        assert taken(NOTATIONS[name][1], text)
